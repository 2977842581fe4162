import fc from 'fast-check';
import type { Fact, Json, JsonObject, PlanResourceType } from '../../../src/plan/fact.ts';

/** Nine words for everything: visible and hidden values, keys, displays and search terms meet. */
const WORDS = ['aan', 'bel', 'cel', 'dag', 'eik', 'fee', 'gas', 'hek', 'ijs'];
const word = fc.constantFrom(...WORDS);
const SOURCES = ['org-team', 'org-ggz', 'org-school'];
const MEMBERS = ['daan', 'samira', 'noor'];
const since = fc.integer({ min: 1, max: 9 }).map((day) => Date.UTC(2026, 9, day));

/** One value somewhere in a resource, and what it may stand beside. */
interface Place {
  readonly type: PlanResourceType;
  readonly key: string;
  readonly path: readonly string[];
  readonly value: Json;
}

const reference = fc.oneof(
  fc.constantFrom(...MEMBERS.map((id) => `member:${id}`)),
  fc.constantFrom('local:Condition/1', 'local:Goal/1', 'local:Practitioner/1', 'frame:Group'),
);
const pointer = fc.record({ reference, display: word }) as fc.Arbitrary<JsonObject>;
const item = fc.constantFrom('#1', '#2', '#3');
const key = fc.constantFrom('1', '2');

const at = (
  type: PlanResourceType,
  path: fc.Arbitrary<readonly string[]>,
  value: fc.Arbitrary<Json>,
) => fc.record({ type: fc.constant(type), key, path, value });
const named = (...path: string[]) => fc.constant(path);

/** Patients of three members, told by three sources; frames; resources that point to each other. */
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.record({
    type: fc.constant('Patient' as const),
    key: fc.constantFrom(...MEMBERS),
    path: fc.oneof(
      named('birthDate'),
      item.map((k) => ['name', k, 'family']),
      item.map((k) => ['identifier', k, 'value']),
    ),
    value: word,
  }),
  at('Goal', named('description', 'text'), word),
  at('Goal', named('lifecycleStatus'), fc.constantFrom('active', 'completed')),
  at('Goal', named('subject'), pointer),
  at(
    'Goal',
    item.map((k) => ['addresses', k]),
    pointer,
  ),
  at(
    'Goal',
    item.map((k) => ['note', k, 'text']),
    word,
  ),
  at('Condition', named('code', 'text'), word),
  at('Condition', named('subject'), pointer),
  at('Task', named('for'), pointer),
  at(
    'Task',
    item.map((k) => ['note', k, 'text']),
    word,
  ),
  at(
    'Practitioner',
    item.map((k) => ['name', k, 'text']),
    word,
  ),
  at('CarePlan', named('title'), word),
  at(
    'CarePlan',
    item.map((k) => ['activity', k, 'detail', 'description']),
    word,
  ),
  at(
    'CareTeam',
    item.map((k) => ['participant', k, 'member']),
    pointer,
  ),
);

/** A fact without its id; ids are given by {@link world}. */
const fact: fc.Arbitrary<Omit<Fact, 'id'>> = fc
  .record({ places: fc.array(place, { minLength: 1, maxLength: 2 }), source: fc.nat(), since })
  .chain(({ places, ...rest }) =>
    fc.record({
      source: fc.constant(SOURCES[rest.source % SOURCES.length]!),
      since: fc.constant(rest.since),
      subjects: fc.subarray(MEMBERS, { minLength: 1 }),
      labels: fc.subarray(['plan.goals', 'identity.name', 'domain.finances'], { minLength: 1 }),
      dossier: fc.constant('d'),
      places: fc.constant([]),
      mapping: fc.constantFrom('m 1', 'm 2'),
      resource: fc.constant({ type: places[0]!.type, key: places[0]!.key }),
      elements: fc.constant(
        places
          .filter(({ type }) => type === places[0]!.type)
          .map(({ path, value }) => ({ path, value })),
      ),
    }),
  );

/**
 * Two stores that this recipient may not tell apart: the same visible facts, among them what an adapter
 * should not have let through (displays, narrative, extensions, contained resources), which may repeat
 * anything and differs; and each its own withheld facts, in front, behind and in between.
 */
export interface WorldPair {
  readonly a: readonly Fact[];
  readonly b: readonly Fact[];
  readonly visible: readonly string[];
  readonly named: readonly string[];
  /** Words to search for. */
  readonly asked: readonly string[];
}

export const worldPair: fc.Arbitrary<WorldPair> = fc
  .record({
    shown: fc.array(fact, { maxLength: 8 }),
    hiddenA: fc.array(fact, { maxLength: 6 }),
    hiddenB: fc.array(fact, { maxLength: 6 }),
    orderA: fc.array(fc.nat(99), { minLength: 14, maxLength: 14 }),
    orderB: fc.array(fc.nat(99), { minLength: 14, maxLength: 14 }),
    repeatsA: word,
    repeatsB: word,
    named: fc.subarray(SOURCES),
    asked: fc.array(word, { minLength: 2, maxLength: 2 }),
  })
  .map(({ shown, hiddenA, hiddenB, ...pair }) => {
    const visible = shown.map((one, index) => ({ ...one, id: `v${String(index)}` }));
    const a = hidden(hiddenA, 'h');
    const b = hidden(hiddenB, 'u');
    return {
      a: shuffled([...visible.map((one) => repeating(one, pair.repeatsA)), ...a], pair.orderA),
      b: shuffled([...visible.map((one) => repeating(one, pair.repeatsB)), ...b], pair.orderB),
      visible: visible.map(({ id }) => id),
      named: pair.named,
      asked: pair.asked,
    };
  });

function hidden(facts: readonly Omit<Fact, 'id'>[], prefix: string): Fact[] {
  return facts.map((one, index) => ({ ...one, id: `${prefix}${String(index)}` }));
}

function shuffled(facts: readonly Fact[], order: readonly number[]): Fact[] {
  const rows = facts.map((one, index) => ({ one, at: order[index] ?? 0 }));
  return rows.sort((x, y) => x.at - y.at).map(({ one }) => one);
}

/** What repeats other values: a display in every reference, and parts that are not for release. */
function repeating(one: Fact, repeated: string): Fact {
  const extra = [
    { path: ['text'], value: { status: 'generated', div: `<div>${repeated}</div>` } },
    { path: ['contained'], value: [{ resourceType: 'Patient', id: repeated }] },
    { path: ['extension'], value: [{ url: 'https://x.example', valueString: repeated }] },
  ];
  return { ...one, elements: [...one.elements.map((e) => redisplayed(e, repeated)), ...extra] };
}

function redisplayed({ path, value }: Fact['elements'][number], display: string) {
  const pointing = typeof value === 'object' && value !== null && 'reference' in value;
  return { path, value: pointing ? { ...value, display } : value };
}
