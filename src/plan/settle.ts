import type {
  MappedDelivery,
  MappedDossier,
  MappedFact,
  Quarantined,
  QuarantineCode,
} from './delivery.ts';
import type { Element, Fact, Involvement, PlanResourceType, ResourceKey } from './fact.ts';
import { drain } from './drain.ts';
import { membersOf, personIn, versionsOf } from './people.ts';
import type { Enrolled, Person } from './people.ts';
import { inPlan, plansOf, plansOfShared } from './plans-of-fact.ts';
import { placeholderOf, retargeted } from './references.ts';

export { identifiersOf } from './people.ts';
export type { Enrolled, PlanMember } from './people.ts';

/** A fact before the plan has said since when it holds. */
export type NewFact = Omit<Fact, 'since'>;

/** Dossier (opaque) → its facts in one plan; empty where the delivery says nothing there now. */
export type PlanDossiers = ReadonlyMap<string, readonly NewFact[]>;

/** A mapped fact that found its people. */
export interface AcceptedFact {
  readonly places: readonly string[];
  readonly resource: { readonly type: PlanResourceType };
  readonly labels: readonly string[];
}

/** A delivery with its people looked up. */
export interface SettledDelivery {
  /** Plan → dossiers. Every dossier of the delivery stands under every plan that has a fact. */
  readonly plans: ReadonlyMap<string, PlanDossiers>;
  /** Dossiers (opaque) the source takes back, in whatever plan they are. */
  readonly withdrawn: readonly string[];
  /** Dossiers (opaque) this delivery states: they are replaced wherever the source had them. */
  readonly stated: readonly string[];
  /** Dossiers (opaque) that could not be read. */
  readonly held: readonly string[];
  /** Plan → members whose whole file this can be. */
  readonly about: ReadonlyMap<string, ReadonlySet<string>>;
  readonly accepted: readonly AcceptedFact[];
  readonly quarantined: readonly Quarantined[];
}

export interface SettleOptions {
  /** A keyed hash: the same parts give the same text, which tells nothing about them. */
  readonly opaque: (...parts: readonly string[]) => string;
  /** Statute under which this source collects, where its mapping says nothing. */
  readonly law?: string;
  /** `sensitive`: being known to this source discloses something by itself, so its teams do too. */
  readonly involvement?: Involvement;
}

interface Settling {
  readonly delivery: MappedDelivery;
  readonly source: string;
  readonly options: SettleOptions;
  readonly person: (name: string) => Person;
  readonly plans: Map<string, Map<string, NewFact[]>>;
  /** Opaque keys made so far. */
  readonly keys: Map<string, string>;
  /** Ids given so far: facts that would get the same are numbered in order. */
  readonly ids: Map<string, number>;
}

/**
 * Leads the facts of a delivery to the plans of their people. A fact goes to every plan in which
 * all its people are members, and to no other. Local identifiers, dossier keys and resource keys
 * are replaced by opaque ones; fact ids stay the same as long as a fact stays in its place.
 * @param source organisation id of the sender
 * @param enrolled who the identifiers of {@link identifiersOf} were enrolled for, by this source
 * @returns the facts per plan and dossier, and what was held back with place and reason
 */
export function settleDelivery(
  delivery: MappedDelivery,
  source: string,
  enrolled: Enrolled,
  options: SettleOptions,
): SettledDelivery {
  return drain(settleInSteps(delivery, source, enrolled, options));
}

/** Facts that are settled between two stops. */
const FACTS_AT_ONCE = 64;

/** The same in pieces of work, between which others may have their turn. */
export function* settleInSteps(
  delivery: MappedDelivery,
  source: string,
  enrolled: Enrolled,
  options: SettleOptions,
): Generator<undefined, SettledDelivery> {
  const person = personIn(delivery, enrolled);
  const settling: Settling = {
    delivery,
    source,
    options,
    person,
    plans: new Map(),
    keys: new Map(),
    ids: new Map(),
  };
  const accepted: AcceptedFact[] = [];
  const quarantined: Quarantined[] = [...delivery.quarantined];
  for (const dossier of delivery.dossiers)
    for (const fact of dossier.facts) {
      const outcome = settleFact(fact, dossier, settling);
      if (typeof outcome !== 'string') accepted.push(outcome);
      // One by one: a fact may stand for more places than a call takes arguments.
      else for (const each of heldBack(fact, outcome, delivery)) quarantined.push(each);
      if (accepted.length % FACTS_AT_ONCE === 0) yield;
    }
  const dossierId = (key: string) => dossierKey(settling, key);
  const own = delivery.dossiers.filter(({ shared }) => !shared);
  const stated = [...new Set(own.map((d) => dossierId(d.key)))];
  for (const dossiers of settling.plans.values())
    for (const key of stated) if (!dossiers.has(key)) dossiers.set(key, []);
  const withdrawn = delivery.withdrawn.map(dossierId);
  const held = (delivery.held ?? []).map(dossierId);
  const about = membersOf(delivery.about ?? [], person);
  return { plans: settling.plans, withdrawn, stated, held, about, accepted, quarantined };
}

const REMEDIES: Partial<Record<QuarantineCode, string>> = {
  'no-subject': 'it is not clear whom this is about',
  'unknown-person':
    'somebody here is not enrolled under this identifier: ask who coordinates the household to enrol it, then send again',
  'contradictory-person':
    'two identifiers of one person lead to different people: correct the enrolment or the dossier',
  'people-of-different-plans': 'the people here are not members of one and the same plan',
};

const UNANSWERED =
  'it is not known who this request is about: push the request itself, under your own name, then send this again';

function heldBack(
  fact: MappedFact,
  code: QuarantineCode,
  { knownBy }: MappedDelivery,
): readonly Quarantined[] {
  const asked = code === 'unknown-person' && fact.subjects.some((name) => knownBy?.has(name));
  const text = asked ? UNANSWERED : (REMEDIES[code] ?? code);
  return fact.places.map((place) => ({ place, code, text }));
}

/** Tries the fact and then what it is otherwise; the first reason is the one that is told. */
function settleFact(
  fact: MappedFact,
  dossier: MappedDossier,
  settling: Settling,
): AcceptedFact | QuarantineCode {
  let reason: QuarantineCode | undefined;
  for (const version of versionsOf(fact)) {
    const plans = (dossier.shared ? plansOfShared : plansOf)(version, settling.person);
    if (typeof plans === 'string') {
      reason ??= plans;
      if (plans !== 'unknown-person' && !isElsewhere(version, plans)) break;
      continue;
    }
    for (const planId of plans) {
      const here = dossier.shared ? inPlan(version, planId, settling.person) : version;
      place(here, { planId, dossier }, settling);
    }
    const { places, resource } = version;
    return { places, resource: { type: resource.type }, labels: labelsOf(version, settling) };
  }
  return reason ?? 'no-subject';
}

/** Somebody of this name is known, in another household than those beside whom it was said. */
function isElsewhere({ alongside }: MappedFact, code: QuarantineCode): boolean {
  return alongside !== undefined && code === 'people-of-different-plans';
}

function place(
  fact: MappedFact,
  at: { readonly planId: string; readonly dossier: MappedDossier },
  settling: Settling,
): void {
  const { planId } = at;
  const { source, options } = settling;
  const member = (name: string) => {
    const person = settling.person(name);
    return person === 'contradictory' ? undefined : person.get(planId);
  };
  const key = (type: string, own: string) => opaqueKey(settling, planId, type, own);
  const elements = retargeted(fact.elements, (target) => placeholderOf(target, member, key));
  const dossier = dossierKey(settling, at.dossier.key);
  const resource = resourceOf(fact, member, key);
  if (!elements || !resource) return;
  const settled: NewFact = {
    id: idOf({ planId, dossier, resource, elements }, settling),
    source,
    labels: labelsOf(fact, settling),
    subjects: [...new Set(fact.subjects.map((s) => member(s) ?? ''))].sort(),
    ...lawOf(fact, options),
    ...involvementOf(fact, options),
    dossier,
    places: fact.places,
    resource,
    elements,
    mapping: settling.delivery.mapping,
  };
  const dossiers = settling.plans.get(planId) ?? new Map<string, NewFact[]>();
  settling.plans.set(planId, dossiers);
  const facts = dossiers.get(dossier);
  if (facts) facts.push(settled);
  else dossiers.set(dossier, [settled]);
}

function lawOf(fact: MappedFact, options: SettleOptions): { readonly law?: string } {
  const law = fact.law ?? options.law;
  return law === undefined ? {} : { law };
}

function involvementOf(fact: MappedFact, options: SettleOptions) {
  const involvement = options.involvement === 'sensitive' ? 'sensitive' : fact.involvement;
  return involvement === undefined ? {} : { involvement };
}

/** A fact without labels is unclassified; a sensitive source's team is sensitive. */
function labelsOf(fact: MappedFact, { options }: Settling): readonly string[] {
  const labels = fact.labels.map((label) =>
    label === 'participation.team' && options.involvement === 'sensitive'
      ? 'participation.sensitive'
      : label,
  );
  return labels.length === 0 ? ['unclassified'] : [...new Set(labels)].sort();
}

/** The opaque key of a dossier, as it is stored. */
export function opaqueDossier(
  source: string,
  own: string,
  opaque: SettleOptions['opaque'],
): string {
  return opaque('dossier', source, own);
}

/** The opaque keys of every dossier that a delivery states or takes back. */
export function dossiersOf(
  { dossiers, withdrawn }: MappedDelivery,
  source: string,
  opaque: SettleOptions['opaque'],
): readonly string[] {
  const own = dossiers.filter(({ shared }) => !shared);
  const keys = new Set([...own.map(({ key }) => key), ...withdrawn]);
  return [...keys].map((key) => opaqueDossier(source, key, opaque));
}

function dossierKey({ keys, source, options }: Settling, own: string): string {
  return remembered(keys, `dossier ${own}`, () => opaqueDossier(source, own, options.opaque));
}

/** Differs per plan: two plans cannot be told to hold the same thing. */
function opaqueKey(settling: Settling, planId: string, type: string, own: string): string {
  const { keys, source, options } = settling;
  const name = `resource ${planId} ${type} ${own}`;
  return remembered(keys, name, () => options.opaque('resource', planId, source, type, own));
}

function remembered(keys: Map<string, string>, name: string, make: () => string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const made = make();
  keys.set(name, made);
  return made;
}

type Member = (name: string) => string | undefined;
type Key = (type: string, own: string) => string;

function resourceOf(fact: MappedFact, member: Member, key: Key): ResourceKey | undefined {
  const { resource } = fact;
  if ('person' in resource) {
    const id = member(resource.person);
    return id === undefined ? undefined : { type: 'Patient', key: id };
  }
  return { type: resource.type, key: resource.key === '' ? '' : key(resource.type, resource.key) };
}

interface Position {
  readonly planId: string;
  readonly dossier: string;
  readonly resource: ResourceKey;
  readonly elements: readonly Element[];
}

/** Where a fact stands, not what it says: a changed value keeps its id. */
function idOf({ planId, dossier, resource, elements }: Position, settling: Settling): string {
  const { opaque } = settling.options;
  const paths = elements.map((e) => e.path.join('\u0001')).sort();
  const parts = ['fact', planId, settling.source, dossier, resource.type, resource.key, ...paths];
  const id = opaque(...parts);
  const count = settling.ids.get(id) ?? 0;
  settling.ids.set(id, count + 1);
  return count === 0 ? id : opaque(...parts, String(count));
}
