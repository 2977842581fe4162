import type { MappedFact } from '../delivery.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { BSN_SYSTEM } from '../bsn.ts';
import {
  COMMUNICATION,
  LEGAL_STATUS,
  REPRESENTATION,
  SYSTEMS,
  ZIB_LEGAL_STATUS,
  ZIB_REPRESENTATION,
} from './code-lists.ts';
import { contactParts } from './contact-parts.ts';
import { personParts } from './person-parts.ts';
import { elementsOf, holdBack, ignore, items, placesOf, textOf } from './scene.ts';
import type { Part, Said, Scene } from './scene.ts';

/** A fact about the client alone. */
export function clientFact(
  resource: MappedFact['resource'],
  part: Part,
  { client, standard }: Scene,
): MappedFact {
  return { ...part, resource, subjects: [client], law: standard.law };
}

/** The number of the client, as a fact of its own. */
export function bsnFact(client: XmlElement, scene: Scene): MappedFact {
  const value = { system: BSN_SYSTEM, value: scene.client.slice('bsn:'.length) };
  const part = {
    labels: ['identity.bsn'],
    elements: elementsOf({ 'identifier #bsn': value }),
    places: placesOf(client, 'Bsn'),
  };
  return clientFact({ type: 'Patient', person: scene.client }, part, scene);
}

/** Who the client is, how to reach them, and the legal status that the municipality states. */
export function clientFacts(client: XmlElement, scene: Scene): readonly MappedFact[] {
  const key = scene.standard.prefix;
  const contacts = contactParts(items(client, 'Contactgegevens'), key);
  ignore(scene, contacts.ignored);
  for (const contact of contacts.contradictory)
    holdBack(scene, contact, 'invalid-value', 'this period ends before it starts');
  const parts = [
    ...personParts(client, key, scene),
    ...communicationParts(client, key),
    ...contacts.parts,
  ];
  const patient = { type: 'Patient', person: scene.client } as const;
  return [
    bsnFact(client, scene),
    ...parts.map((part) => clientFact(patient, part, scene)),
    ...legalStatus(client, scene),
    ...representation(client, scene),
  ];
}

/** An interpreter for the deaf tells of a disability. */
function communicationParts(client: XmlElement, key: string): readonly Part[] {
  const form = textOf(client, 'Communicatie/Vorm');
  if (form === undefined) return [];
  const help = COMMUNICATION[form] ?? '';
  const language = textOf(client, 'Communicatie/Taal');
  const text = language === undefined ? help : `${language} (${help})`;
  return [
    {
      labels: ['identity.contact', ...(form === '1' ? [] : ['domain.physical-health'])],
      elements: elementsOf({ [`communication #${key}`]: { language: { text } } }),
      places: placesOf(client, 'Communicatie'),
    },
  ];
}

const SNOMED = 'http://snomed.info/sct';

function legalStatus(client: XmlElement, scene: Scene): readonly MappedFact[] {
  const code = textOf(client, 'JuridischeStatus');
  const status = code === undefined ? undefined : LEGAL_STATUS[code];
  if (code === undefined || !status) return [];
  const { text, zib, criminal } = status;
  const condition = {
    name: 'juridische-status',
    category: { coding: [{ system: SNOMED, code: '303186005' }], text: 'juridische status' },
    code: {
      coding: [
        { system: SYSTEMS.legalStatus, code },
        ...(zib === undefined ? [] : [{ system: ZIB_LEGAL_STATUS, code: zib }]),
      ],
      text,
    },
  };
  const labels = ['safety.measure', ...(criminal ? ['domain.judicial'] : [])];
  return [conditionFact(condition, labels, placesOf(client, 'JuridischeStatus'), scene)];
}

/** What is claimed of representation is a fact like any other: nobody decides on the strength of it. */
function representation(client: XmlElement, scene: Scene): readonly MappedFact[] {
  const code = textOf(client, 'WettelijkeVertegenwoordiging');
  const kind = code === undefined ? undefined : REPRESENTATION[code];
  if (code === undefined || !kind) return [];
  const condition = {
    name: 'wettelijke-vertegenwoordiging',
    category: {
      coding: [{ system: SNOMED, code: '151701000146105' }],
      text: 'wettelijke vertegenwoordiging',
    },
    code: {
      coding: [
        { system: SYSTEMS.representation, code },
        { system: ZIB_REPRESENTATION, code: kind.zib },
      ],
      text: kind.text,
    },
  };
  const places = placesOf(client, 'WettelijkeVertegenwoordiging');
  return [conditionFact(condition, ['safety.measure'], places, scene)];
}

interface LegalCondition {
  readonly name: string;
  readonly category: Said[string];
  readonly code: Said[string];
}

function conditionFact(
  { name, category, code }: LegalCondition,
  labels: readonly string[],
  places: readonly string[],
  scene: Scene,
): MappedFact {
  const elements = elementsOf({
    subject: { reference: `person:${scene.client}` },
    'category #juridisch': category,
    code,
  });
  const key = `${scene.standard.prefix}/${scene.client}/${name}`;
  return clientFact({ type: 'Condition', key }, { labels, elements, places }, scene);
}

/** Free text about the client: nobody knows what is in it. */
export function commentFact(client: XmlElement, key: string, scene: Scene): readonly MappedFact[] {
  const text = textOf(client, 'Commentaar');
  if (text === undefined) return [];
  const remark = { name: 'Commentaar', label: 'notes.free-text', text };
  return [remarkFact(client, key, remark, scene)];
}

/**
 * Whether a provider knows who has authority. It names nobody and settles nothing: it goes to nobody
 * but its source.
 */
export function authorityFact(
  client: XmlElement,
  key: string,
  scene: Scene,
): readonly MappedFact[] {
  const name = 'GezagsdragerBekend';
  const known = textOf(client, name);
  if (known === undefined) return [];
  const text = `gezagsdrager bekend: ${known === '1' ? 'ja' : 'nee'}`;
  return [remarkFact(client, key, { name, label: 'unclassified', text }, scene)];
}

interface Remark {
  /** The element that says it. */
  readonly name: string;
  readonly label: string;
  readonly text: string;
}

function remarkFact(
  client: XmlElement,
  key: string,
  { name, label, text }: Remark,
  scene: Scene,
): MappedFact {
  const part = {
    labels: [label],
    elements: elementsOf({
      status: 'completed',
      subject: { reference: `person:${scene.client}` },
      [`payload #${name.toLowerCase()}`]: { contentString: text },
    }),
    places: placesOf(client, name),
  };
  return clientFact({ type: 'Communication', key }, part, scene);
}
