import type { PushAnswer } from '../../../src/flows/flows.ts';
import { passesElfproef } from './floor.ts';
import { finding, type Finding } from './judge.ts';
import { objectOf, type Leaf } from './leaves.ts';

/** A value that no reading of the world makes right, found without the product's readers. */
export interface Defect {
  readonly leaf: Leaf;
  readonly why: string;
}

/** What the gateway said of a body, whether it took it or not. */
export interface Told {
  readonly status: number;
  readonly answer?: PushAnswer;
  /** Places and texts of a refusal. */
  readonly issues: readonly { readonly place?: string; readonly text: string }[];
}

const BEGINS = /^(begindatum|ingangsdatum|gewensteingangsdatum|toewijzingingangsdatum|start)$/i;
const ENDS = /^(einddatum|end)$/i;

/** Days that do not exist, numbers that are no BSN, and periods that end before they begin. */
export function defectsOf(leaves: readonly Leaf[]): readonly Defect[] {
  return [...impossibleDays(leaves), ...brokenNumbers(leaves), ...turnedPeriods(leaves)];
}

function impossibleDays(leaves: readonly Leaf[]): readonly Defect[] {
  return leaves
    .filter(({ value }) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !isDay(value))
    .map((leaf) => ({ leaf, why: 'a day that does not exist' }));
}

function isDay(text: string): boolean {
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

function brokenNumbers(leaves: readonly Leaf[]): readonly Defect[] {
  return leaves
    .filter(({ name, value }) => /^(bsn|burgerservicenummer)$/i.test(name) && !isBsn(value))
    .map((leaf) => ({ leaf, why: 'a number that is no BSN' }));
}

const isBsn = (text: string) => /^\d{8,9}$/.test(text) && passesElfproef(text);

/** Dates beside each other, in one object or element. */
function turnedPeriods(leaves: readonly Leaf[]): readonly Defect[] {
  const begins = new Map<string, string>();
  for (const leaf of leaves)
    if (BEGINS.test(leaf.name) && isIsoDate(leaf.value)) begins.set(objectOf(leaf), leaf.value);
  return leaves.flatMap((leaf) => {
    const begin = begins.get(objectOf(leaf));
    const turned = ENDS.test(leaf.name) && isIsoDate(leaf.value) && begin !== undefined;
    if (!turned || leaf.value.slice(0, 10) >= begin.slice(0, 10)) return [];
    return [{ leaf, why: 'an end before the beginning' }];
  });
}

const isIsoDate = (text: string) => /^\d{4}-\d{2}-\d{2}/.test(text);

/** Nothing that cannot be right was taken over, and where it stands was said. */
export function judgeDefects(
  defects: readonly Defect[],
  { answer, issues }: Told,
): readonly Finding[] {
  const accepted = new Set((answer?.accepted ?? []).filter(isShared).flatMap((f) => f.places));
  const told = [...issues, ...(answer?.quarantined ?? [])];
  return defects.flatMap(({ leaf, why }) => {
    const [place = ''] = leaf.places;
    if (leaf.places.some((each) => accepted.has(each))) return [finding('accepted', place, why)];
    const isTold = told.some((each) => isNear(each.place ?? '', place));
    return answer && !isTold && !isIgnored(place, answer) && !isKept(leaf, answer)
      ? [finding('unexplained', place, why)]
      : [];
  });
}

const isShared = ({ labels }: PushAnswer['accepted'][number]) => !labels.includes('unclassified');

function isKept({ places }: Leaf, { accepted }: PushAnswer): boolean {
  return accepted.some((fact) => fact.places.some((place) => places.includes(place)));
}

function isIgnored(place: string, { ignored = [] }: PushAnswer): boolean {
  return ignored.some((each) => place === each || place.startsWith(`${each}/`));
}

/** Around, at or below the place. */
function isNear(told: string, place: string): boolean {
  return told === '' || place.startsWith(told) || told.startsWith(place);
}

/** Place and kind of every defect, with whether the refusal or the quarantine names its place. */
export function describeDefects(leaves: readonly Leaf[], told: Told): readonly string[] {
  return defectsOf(leaves).map(({ leaf, why }) => {
    const wrong = judgeDefects([{ leaf, why }], told).length > 0;
    const [place = ''] = leaf.places;
    const fate = wrong ? 'NOT NOTICED' : told.answer ? 'held' : refusalOf(place, told);
    return `${place}: ${why}: ${fate}`;
  });
}

function refusalOf(place: string, { issues }: Told): string {
  const named = issues.some((each) => (each.place ?? '') !== '' && each.place === place);
  return named ? 'refused, by name' : 'refused, for another reason';
}
