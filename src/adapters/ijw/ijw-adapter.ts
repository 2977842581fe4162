import { isXmlElement } from '../../wire/xml-elements.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { readBsn } from '../bsn.ts';
import type { Schemas } from '../../wire/xsd/schema.ts';
import { validateDocument } from '../../wire/xsd/validate.ts';
import type { Adapter, MappedDelivery, Quarantined, UnreadableDelivery } from '../delivery.ts';
import { mapAllocations } from './allocations.ts';
import { mapAnswer, requestName } from './answers.ts';
import { checkMessage } from './check-message.ts';
import { clientFacts, commentFact } from './client-facts.ts';
import { mapDeliveries } from './deliveries.ts';
import { identifyMessage } from './identify-message.ts';
import { tableOf } from './message-tables.ts';
import { isRead, STANDARDS } from './message-types.ts';
import type { ReadNumber, Standard, StandardName } from './message-types.ts';
import { isEnvelope, openEnvelope } from './open-envelope.ts';
import { relationFacts } from './relation-facts.ts';
import { mapChangeRequest, mapRequests } from './requests.ts';
import { messageMoment } from './moments.ts';
import { child, dossierKey, holdBack, stateDossier, textOf } from './scene.ts';
import type { Scene } from './scene.ts';

/** Version of the mapping; raised when a fact would come out differently. */
const VERSION = '1.4.0';

/** A message of 3.2 is about one client: several thousand products fit in this. */
const MAX_NODES = 100_000;

/**
 * The adapter for the messages of iJw 3.2 (`ijw-3.2`) or iWmo 3.2 (`iwmo-3.2`): 301, 305, 307, 315,
 * 317 and 319. A message that is no such message, or breaks the standard, is refused as a whole
 * with place and line; what contradicts itself inside is held back by itself. Official schemas are
 * held against a message in addition, with the order of elements that they ask for.
 * @see https://informatiemodel.istandaarden.nl
 */
export function ijwAdapter(name: StandardName, schemas: MessageSchemas = NO_SCHEMAS): Adapter {
  const standard = STANDARDS[name];
  return {
    name: standard.adapter,
    accepts: ['application/xml', 'text/xml'],
    syntax: { elements: { maxNodes: MAX_NODES } },
    read: (body) => read(body, { standard, schemas }),
  };
}

/** The official schemas that an operator has laid ready: by namespace of a message. */
export type MessageSchemas = ReadonlyMap<string, Schemas>;
const NO_SCHEMAS: MessageSchemas = new Map();

interface Reader {
  readonly standard: Standard;
  readonly schemas: MessageSchemas;
}

function read(body: unknown, reader: Reader): MappedDelivery | UnreadableDelivery {
  if (!isXmlElement(body)) return refusal('This is no XML message.');
  if (!isEnvelope(body)) return readMessage(body, reader);
  const opened = openEnvelope(body, MAX_NODES);
  if (!('message' in opened)) return { unreadable: [opened] };
  const delivery = readMessage(opened.message, reader);
  // The message has places of its own; nothing else in the envelope is about anybody.
  return 'unreadable' in delivery
    ? delivery
    : { ...delivery, ignored: [...delivery.ignored, body.place] };
}

function readMessage(
  root: XmlElement,
  { standard, schemas }: Reader,
): MappedDelivery | UnreadableDelivery {
  const message = identifyMessage(root, standard);
  if (typeof message === 'string') return refusal(message);
  const { namespaces, number, odd, refused } = message;
  const table = tableOf(number);
  const check = { standard: standard.name, namespaces };
  const own = table ? onePerPlace(checkMessage(root, table, check), odd) : odd;
  const unreadable = table ? onePerPlace(own, schemaIssues(root, schemas)) : own;
  if (unreadable.length > 0) return { unreadable };
  return isRead(number) ? mapMessage(root, number, standard) : refusal(refused ?? '');
}

/** What is wrong, and what is said besides of other places. */
function onePerPlace(
  told: readonly Quarantined[],
  besides: readonly Quarantined[],
): readonly Quarantined[] {
  const places = new Set(told.map(({ place }) => place));
  return [...told, ...besides.filter(({ place }) => !places.has(place))];
}

/** What the official schema says besides, where the operator has laid it ready. */
function schemaIssues(root: XmlElement, schemas: MessageSchemas): readonly Quarantined[] {
  const issues = validateDocument(root, schemas.get(root.namespace) ?? EMPTY) ?? [];
  return issues.map(({ place, line, text }) => ({
    place,
    code: 'invalid-resource',
    text: `line ${line}: by the official schema, ${text}`,
  }));
}

const EMPTY: Schemas = { roots: new Map(), types: new Map() };

const refusal = (text: string): UnreadableDelivery => ({
  unreadable: [{ place: '', code: 'invalid-resource', text }],
});

function mapMessage(root: XmlElement, number: ReadNumber, standard: Standard): MappedDelivery {
  const { provider, municipality } = partiesOf(root, number);
  const scene: Scene = {
    standard,
    client: clientOf(root, standard, provider),
    provider,
    municipality,
    dated: textOf(root, 'Header/BerichtIdentificatie/Dagtekening') ?? '',
    made: messageMoment(root),
    dossiers: [],
    withdrawn: [],
    quarantined: [],
    ignored: [`/${root.name}/Header[1]`],
    aliases: new Map(),
    asOf: new Map(),
    knownBy: new Map(),
  };
  const client = child(root, 'Client');
  const answer = child(root, 'Antwoord');
  if (answer) mapAnswer(answer, scene);
  else if (client && scene.client !== NOBODY) MAPPERS[number](client, scene);
  else if (client) holdWhole(client, scene);
  const { dossiers, withdrawn, quarantined, aliases, ignored, asOf, knownBy } = scene;
  const mapping = `${standard.adapter} ${VERSION}`;
  return { mapping, dossiers, withdrawn, quarantined, aliases, ignored, asOf, knownBy };
}

/** Messages that a municipality sends; a provider sends the others. */
const BY_MUNICIPALITY: ReadonlySet<ReadNumber> = new Set(['301', '319']);

function partiesOf(root: XmlElement, number: ReadNumber) {
  const sender = textOf(root, 'Header/Afzender') ?? '';
  const receiver = textOf(root, 'Header/Ontvanger') ?? '';
  return BY_MUNICIPALITY.has(number)
    ? { provider: receiver, municipality: sender }
    : { provider: sender, municipality: receiver };
}

const NOBODY = 'bsn:';

/** Whom a message is about: the person with its BSN, or whoever the request was about. */
function clientOf(root: XmlElement, { prefix }: Standard, provider: string): string {
  const reference = textOf(root, 'Antwoord/ReferentieAanbieder');
  if (reference !== undefined) return requestName(prefix, provider, reference);
  const bsn = readBsn(textOf(root, 'Client/Bsn') ?? '');
  return bsn === undefined || bsn === 'absent' ? NOBODY : `bsn:${bsn}`;
}

/** Nobody is guessed: without a number that can be one, it is not known whom a message is about. */
function holdWhole(client: XmlElement, scene: Scene): void {
  const number = child(client, 'Bsn');
  if (number && readBsn(textOf(client, 'Bsn') ?? '') === undefined)
    holdBack(scene, number, 'invalid-value', 'this is no BSN: the check on the digits fails');
  holdBack(scene, client, 'no-subject', 'there is no BSN that says whom this is about');
}

type Mapper = (client: XmlElement, scene: Scene) => void;

/** Who the client is, as the provider knows them: 305, 307 and 315 say the same of it. */
function mapPerson(client: XmlElement, scene: Scene): void {
  const key = dossierKey(scene, 'aanbieder');
  stateDossier(scene, { key, facts: clientFacts(client, scene) });
}

const MAPPERS: Readonly<Record<ReadNumber, Mapper>> = {
  '301': (client, scene) => {
    const key = dossierKey(scene, 'gemeente');
    const comments = dossierKey(scene, 'gemeente', scene.provider);
    const facts = [...clientFacts(client, scene), ...relationFacts(client, scene)];
    stateDossier(scene, { key, facts });
    stateDossier(scene, { key: comments, facts: commentFact(client, comments, scene) });
    mapAllocations(client, scene);
  },
  '305': (client, scene) => {
    mapPerson(client, scene);
    mapDeliveries(client, scene);
  },
  '307': (client, scene) => {
    mapPerson(client, scene);
    mapDeliveries(client, scene);
  },
  '315': (client, scene) => {
    mapPerson(client, scene);
    mapRequests(client, scene);
  },
  '317': mapChangeRequest,
  '319': () => undefined,
};
