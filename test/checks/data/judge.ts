import type { PushAnswer } from '../../../src/flows/flows.ts';
import { withoutNamespaces } from '../same-place.ts';
import { wantedLabels } from './floor.ts';
import type { Leaf } from './leaves.ts';

/** Something that the gateway did not do as it promises, at one place of a body; never a value. */
export interface Finding {
  readonly code: FindingCode;
  readonly place: string;
  readonly text: string;
}

export const FINDING_CODES = {
  lost: 'a value of the body is in no fact, not held back and not said to be no content',
  phantom: 'the answer names a place that the body does not have',
  loose: 'a value leaves under labels that its kind does not allow',
  'not-said': 'a value that was accepted does not come back to its own source',
  leaked: 'a value that was set apart comes out of the gateway',
  accepted: 'a value that cannot be right was accepted',
  unexplained: 'a refusal does not say why',
  unstable: 'the same delivery gives another answer',
  invalid: 'what the gateway released is not valid FHIR R4',
  fault: 'the gateway failed',
} as const;
export type FindingCode = keyof typeof FINDING_CODES;

/** What became of one value. */
export type Fate = 'mapped' | 'kept' | 'held' | 'ignored' | 'lost';
export type Fates = ReadonlyMap<Leaf, Fate>;

/** The places of an answer, in what they stand for. */
interface Places {
  /** A fact stands for the values it names. */
  readonly mapped: ReadonlySet<string>;
  /** Facts that nobody but the source will ever get. */
  readonly kept: ReadonlySet<string>;
  /** What is held back or ignored stands for everything below it too. */
  readonly held: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
}

/** What the gateway says became of every value that the walk found. */
export function fatesOf(leaves: readonly Leaf[], answer: PushAnswer): Fates {
  const isKept = ({ labels }: PushAnswer['accepted'][number]) => labels.includes('unclassified');
  const placesOf = (facts: PushAnswer['accepted']) =>
    new Set(facts.flatMap(({ places }) => places.map(withoutNamespaces)));
  const places: Places = {
    mapped: placesOf(answer.accepted.filter((fact) => !isKept(fact))),
    kept: placesOf(answer.accepted.filter(isKept)),
    held: new Set(answer.quarantined.map(({ place }) => withoutNamespaces(place))),
    ignored: new Set((answer.ignored ?? []).map(withoutNamespaces)),
  };
  return new Map(leaves.map((leaf) => [leaf, fateOf(leaf, places)]));
}

function fateOf({ places }: Leaf, known: Places): Fate {
  if (places.some((place) => known.mapped.has(place))) return 'mapped';
  if (places.some((place) => known.kept.has(place))) return 'kept';
  const around = places.flatMap(withSurroundings);
  if (around.some((place) => known.held.has(place))) return 'held';
  return around.some((place) => known.ignored.has(place)) ? 'ignored' : 'lost';
}

/** A place, what it stands in, and so on up to the body as a whole. */
function withSurroundings(place: string): readonly string[] {
  const comma = place.indexOf(', ');
  if (place.startsWith('record ') && comma > 0) return [place, place.slice(0, comma), ''];
  const all: string[] = [];
  for (let at = place; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) all.push(at);
  return [...all, ''];
}

/** Holds an answer against what the body holds. */
export function judgeAnswer(leaves: readonly Leaf[], answer: PushAnswer): readonly Finding[] {
  const fates = fatesOf(leaves, answer);
  const lost = leaves
    .filter((leaf) => fates.get(leaf) === 'lost')
    .map((leaf) => finding('lost', leaf.places[0] ?? ''));
  return [...lost, ...phantoms(leaves, answer), ...tooLoose(leaves, answer)];
}

export const finding = (code: FindingCode, place: string, text: string = FINDING_CODES[code]) => ({
  code,
  place,
  text,
});

function phantoms(leaves: readonly Leaf[], answer: PushAnswer): readonly Finding[] {
  const known = new Set(leaves.flatMap(({ places }) => places.flatMap(withSurroundings)));
  const told = answer.accepted.flatMap(({ places }) => places.map(withoutNamespaces));
  return [...new Set(told)]
    .filter((place) => !known.has(place))
    .map((place) => finding('phantom', place));
}

/** A value whose kind cannot be mistaken may only stand in facts that carry the label of that kind. */
function tooLoose(leaves: readonly Leaf[], answer: PushAnswer): readonly Finding[] {
  const byPlace = new Map<string, Leaf>();
  for (const leaf of leaves) for (const place of leaf.places) byPlace.set(place, leaf);
  return answer.accepted.flatMap(({ places, labels }) =>
    places.map(withoutNamespaces).flatMap((place) => {
      const leaf = byPlace.get(place);
      const wanted = leaf && wantedLabels(leaf);
      if (wanted === undefined || labels.some((label) => SAFE.has(label) || wanted.includes(label)))
        return [];
      return [finding('loose', place, `${FINDING_CODES.loose}: without ${wanted[0] ?? ''}`)];
    }),
  );
}

/** Nobody gets what is unclassified; a third party has no labels of a member. */
const SAFE: ReadonlySet<string> = new Set(['unclassified', 'third-party']);
