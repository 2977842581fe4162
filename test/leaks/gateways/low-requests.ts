import { KEYS, bearer, organisation, type OrganisationId } from './region.ts';
import { identifierOf, managed, pushOf, type ScenarioPlan } from './high-events.ts';
import type { Asked, Seen } from './gateway-world.ts';
import type { Piece } from './scenario.ts';
import type { Fact } from '../../../src/plan/fact.ts';

/** What requests can name; hidden ids are those of either world. */
export interface Names {
  readonly plan: ScenarioPlan;
  readonly visible: readonly string[];
  readonly hidden: readonly string[];
  /** Instant of the round before, ISO 8601. */
  readonly before: string;
}

/** `Type/id` of the resource that a fact writes to. */
export function placeOf(planId: string, { resource: { type, key }, source }: Fact): string {
  if (type === 'CarePlan') return `CarePlan/${planId}.plan`;
  if (type === 'CareTeam') return `CareTeam/${planId}.team`;
  const suffix = type === 'Patient' ? key : KEYS.opaque('resource', planId, source, type, key);
  return `${type}/${planId}.${suffix}`;
}

type Path = (names: Names) => string;

const patient = ({ plan }: Names) => `${plan.planId}.${plan.members[0] ?? ''}`;
const pick = (places: readonly string[], at: number) => places[at % Math.max(places.length, 1)];

/** The type of which most is visible, in pages of one. */
function oneByOne(names: Names): string {
  const types = names.visible.map((place) => place.split('/')[0] ?? '').filter(hasPatient);
  const often = (type: string) => types.filter((one) => one === type).length;
  const [most = 'Provenance'] = [...types].sort((a, b) => often(b) - often(a));
  return `${most}?patient=${patient(names)}&_count=1`;
}

const hasPatient = (type: string) => ['Condition', 'Observation', 'Goal', 'Task'].includes(type);

/** Reading and searching, each as a path below the FHIR door. */
const PATHS: readonly Path[] = [
  ({ plan }) => `CarePlan/${plan.planId}.plan/$everything`,
  ({ plan }) => `CarePlan/${plan.planId}.plan`,
  oneByOne,
  ({ plan }) => `Group/${plan.planId}.household`,
  ({ hidden, plan }) => pick(hidden, 0) ?? `Goal/${plan.planId}.${'a'.repeat(26)}`,
  ({ hidden, plan }) => pick(hidden, 1) ?? `Task/${plan.planId}.${'b'.repeat(26)}`,
  ({ visible, plan }) => pick(visible, 0) ?? `Patient/${plan.planId}.x`,
  ({ plan }) => `Goal/${plan.planId}.${'c'.repeat(26)}`,
  () => `CarePlan/${'d'.repeat(26)}.plan/$everything`,
  (names) => `Condition?patient=${patient(names)}`,
  (names) => `Goal?patient=${patient(names)}&_include=Goal:subject&_revinclude=Provenance:target`,
  (names) => `Goal?subject=Patient/${patient(names)}&status=active`,
  (names) => `Observation?patient=${patient(names)}&code=schuld`,
  (names) => `Condition?patient=${patient(names)}&code=rust&_total=accurate`,
  (names) => `Observation?patient=${patient(names)}&_total=none&_count=1`,
  (names) => `Observation?patient=${patient(names)}&code=rust`,
  (names) => `Condition?patient=${patient(names)}&code=schuld`,
  (names) => `Task?patient=${patient(names)}&_count=0`,
  (names) => `Patient?_id=${patient(names)}&_lastUpdated=ge${names.before}`,
  (names) => `CarePlan?_id=${names.plan.planId}.plan&_lastUpdated=ge${names.before}`,
  (names) => `Flag?patient=${patient(names)}&_lastUpdated=lt${names.before}`,
  (names) => `Provenance?patient=${patient(names)}`,
  (names) => `EpisodeOfCare?patient=${patient(names)}&_elements=status`,
  (names) => `CareTeam?subject=Group/${names.plan.planId}.household`,
  (names) => `Group?member=Patient/${patient(names)}&_revinclude=Goal:subject`,
  (names) => `Goal?_id=${(pick(names.hidden, 2) ?? '/x').split('/')[1] ?? ''}`,
  (names) => `Condition?patient=${patient(names)}&note=rust`,
  () => 'metadata',
];

const HOW_MANY = PATHS.length + 2;

/** The low recipient's request by number: the same bytes in both worlds. */
export function lowRequest(number: number, names: Names, low: OrganisationId): Asked {
  const at = number % HOW_MANY;
  const authorization = bearer(organisation(low));
  const path = PATHS[at]?.(names);
  if (path !== undefined)
    return { method: 'GET', path: `/fhir/${path}`, headers: { authorization } };
  const known = at === PATHS.length ? identifierOf(names.plan, low, 0) : 'nobody';
  return {
    method: 'POST',
    path: '/fhir/Patient/_search',
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ identifier: known }).toString(),
  };
}

/** What an answer invites to: its next page, or asking again whether it changed. */
export function followUp(asked: Asked, seen: Seen): Asked | undefined {
  if (seen.status !== 200 || asked.headers?.['if-none-match'] !== undefined) return undefined;
  const tag = seen.headers.find(([name]) => name === 'ETag')?.[1];
  if (tag !== undefined) return { ...asked, headers: { ...asked.headers, 'if-none-match': tag } };
  const { link } = JSON.parse(seen.body) as { link?: { relation: string; url: string }[] };
  const next = link?.find(({ relation }) => relation === 'next');
  if (!next) return undefined;
  const { pathname, search } = new URL(next.url);
  return { ...asked, path: pathname + search };
}

/**
 * What the low recipient writes: a push as a rehearsal, as a transaction, again under the same key; and
 * where it coordinates the plan, a record of it.
 */
export function lowWrites(
  low: OrganisationId,
  pieces: readonly Piece[],
  plan: ScenarioPlan,
): readonly Asked[] {
  const managing = low === 'wijkteam' ? [managed(plan, 'persons', {})] : [];
  if (pieces.length === 0) return managing;
  const push = pushOf(low, pieces, plan);
  const { headers = {}, body = '' } = push;
  const keyed = { ...push, headers: { ...headers, 'idempotency-key': `k-${plan.number}` } };
  const other = { headers, body, method: 'POST' };
  return [{ ...other, path: '/dossiers/fhir-r4?dry-run=true' }, keyed, keyed, ...managing];
}
