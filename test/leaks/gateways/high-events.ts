import type { Asked } from './gateway-world.ts';
import { bearer, organisation, type OrganisationId } from './region.ts';
import type { Event, Piece } from './scenario.ts';

/** The plan of one scenario, the same in both worlds. */
export interface ScenarioPlan {
  readonly planId: string;
  readonly members: readonly string[];
  /** Makes identifiers of this scenario's people its own. */
  readonly number: number;
  readonly provisions: readonly string[];
}

const ALWAYS = { from: '2026-01-01T00:00:00Z', until: null };
const DATA_CATEGORY = 'https://planpoort.nl/fhir/CodeSystem/data-category';

/** The identifier by which a source knows a member of this scenario. */
export function identifierOf({ number }: ScenarioPlan, by: OrganisationId, member: 0 | 1): string {
  return `${by}-${number}-${member}`;
}

/** The name under which a source's resources speak of a member. */
export function patientOf(plan: ScenarioPlan, by: OrganisationId, member: 0 | 1): string {
  return `Patient/${patientId(by, member, plan)}`;
}

/** What an event is as a request; undefined where there is nothing for it to do. */
export function requestOf(event: Event, plan: ScenarioPlan): Asked | undefined {
  if (event.do === 'push') return pushOf(event.by, event.pieces, plan);
  if (event.do === 'hold') return heldPushOf(event.by, event.member, plan);
  if (event.do === 'withdraw') {
    const id = plan.provisions[event.which];
    return id === undefined ? undefined : managed(plan, `provisions/${id}/withdrawal`, undefined);
  }
  const [list, body] = recordOf(event, plan);
  return managed(plan, list, body);
}

type Administered = Exclude<Event, { do: 'push' } | { do: 'hold' } | { do: 'withdraw' }>;

function recordOf(event: Administered, { members }: ScenarioPlan): readonly [string, object] {
  if (event.do === 'join') {
    const role = organisation(event.org).role;
    return ['care-team', { org: event.org, role, ...ALWAYS }];
  }
  const subject = members[event.member] ?? '';
  if (event.do === 'involve') return ['care-relations', { org: event.org, subject, ...ALWAYS }];
  if (event.do === 'block')
    return ['safety-blocks', { subject, recipients: [event.to], ...ALWAYS }];
  const { kind, category } = event;
  const effect = kind === 'objection' ? 'object' : event.refuse ? 'refuse' : 'grant';
  const recipient = { organisation: event.to };
  const given = { subject, kind, effect, recipient, purpose: 'any-purpose', category };
  return ['provisions', { ...given, ...ALWAYS, givers: [subject], withdrawnAt: null }];
}

/** A request of the coordinating organisation. */
export function managed({ planId }: ScenarioPlan, place: string, body: object | undefined): Asked {
  const authorization = bearer(organisation('wijkteam'), 'regie');
  return {
    method: 'POST',
    path: `/v1/plans/${planId}/${place}`,
    headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  };
}

/** A delivery of a source as a FHIR transaction. */
export function pushOf(by: OrganisationId, pieces: readonly Piece[], plan: ScenarioPlan): Asked {
  const distinct = new Map(pieces.map((piece) => [urlOf(piece, plan, by), piece]));
  const entries = [...distinct].map(([url, piece]) =>
    piece.gone
      ? { request: { method: 'DELETE', url } }
      : { resource: resourceOf(piece, { url, by, plan }), request: { method: 'PUT', url } },
  );
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry: entries };
  const authorization = bearer(organisation(by));
  return {
    method: 'POST',
    path: '/fhir',
    headers: { authorization, 'content-type': 'application/fhir+json' },
    body: JSON.stringify(bundle),
  };
}

/** A resource that nobody can read: what changes its meaning is not known. */
function heldPushOf(by: OrganisationId, member: 0 | 1, plan: ScenarioPlan): Asked {
  const subject = { reference: `Patient/${patientId(by, member, plan)}` };
  const modifierExtension = [{ url: 'https://x.example/not', valueBoolean: true }];
  const id = `h-${by}-${plan.number}`;
  const resource = { resourceType: 'Condition', id, modifierExtension, subject };
  const entry = [{ resource, request: { method: 'PUT', url: `Condition/${id}` } }];
  return {
    method: 'POST',
    path: '/fhir',
    headers: { authorization: bearer(organisation(by)), 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
  };
}

function patientId(by: OrganisationId, member: 0 | 1, { number }: ScenarioPlan): string {
  return `p-${by}-${number}-${member}`;
}

function ownNumber(by: OrganisationId, member: 0 | 1, plan: ScenarioPlan) {
  return { system: `https://epd.${by}.example/nr`, value: identifierOf(plan, by, member) };
}

function urlOf({ type, key, member }: Piece, plan: ScenarioPlan, by: OrganisationId): string {
  if (type === 'Patient') return `Patient/${patientId(by, member, plan)}`;
  return `${type}/${key}-${by}-${plan.number}`;
}

interface Stated {
  readonly url: string;
  readonly by: OrganisationId;
  readonly plan: ScenarioPlan;
}

function resourceOf(piece: Piece, { url, by, plan }: Stated): object {
  const [resourceType = '', id = ''] = url.split('/');
  const { member, matter, word, type } = piece;
  const tag = [{ system: DATA_CATEGORY, code: matter }];
  const person = { reference: `Patient/${patientId(by, member, plan)}` };
  const code = { coding: [{ system: `https://${by}.example/codes`, code: word }], text: word };
  const elements = {
    Condition: { subject: person, code, note: [{ text: `notitie ${word}` }] },
    Observation: { subject: person, status: 'final', code, valueString: word },
    Goal: { subject: person, lifecycleStatus: 'active', description: { text: word } },
    Task: { for: person, status: 'requested', intent: 'plan', description: word, owner: person },
    Flag: { subject: person, status: 'active', code },
    CarePlan: { subject: person, status: 'active', intent: 'plan', title: word },
    Patient: {
      identifier: [ownNumber(by, member, plan)],
      name: [{ family: word }],
      birthDate: word === 'rust' ? '1980-01-01' : '1980-01-02',
    },
  }[type];
  const meta = type === 'Patient' ? {} : { meta: { tag } };
  return { resourceType, id, ...meta, ...elements };
}
