import type { AuthorityDoubt } from '../../vocabulary/authority-doubts.ts';
import {
  bsnIn,
  hasUnknown,
  isObject,
  readMinor,
  readParent,
  readThird,
  type JsonObject,
  type ReadHolder,
} from './read-holder.ts';
import type {
  AuthorityAnswer,
  StatedAuthority,
  StatedHolder,
  UnreadableAuthority,
} from './stated-authority.ts';

/** More relations than one household can have. */
const MAX_RELATIONS = 200;

/** What a kind of relation says, before everything that makes it doubtful is known. */
interface Said {
  readonly kind: StatedAuthority['kind'];
  readonly holders: readonly ReadHolder[];
  readonly doubts: readonly AuthorityDoubt[];
}

interface Kind {
  /** Members beside the type, the minor and `inOnderzoek`. */
  readonly members: readonly string[];
  readonly read: (relation: JsonObject) => Said;
}

const gezag = (holders: readonly ReadHolder[], ...doubts: AuthorityDoubt[]): Said => ({
  kind: 'gezag',
  holders,
  doubts,
});

const TWO_PARENTS: Kind = {
  members: ['ouders'],
  read: ({ ouders }) => {
    const parents = listed(ouders).map(readParent);
    if (parents.length > 2) return gezag(parents, 'contradictory');
    return gezag([...parents, readParent(undefined), readParent(undefined)].slice(0, 2));
  },
};

/** The kinds of authority an answer may name, in both versions of its shape. */
const KINDS: ReadonlyMap<unknown, Kind> = new Map([
  ['GezamenlijkOuderlijkGezag', TWO_PARENTS],
  ['TweehoofdigOuderlijkGezag', TWO_PARENTS],
  [
    'EenhoofdigOuderlijkGezag',
    { members: ['ouder'], read: ({ ouder }) => gezag([readParent(ouder)]) },
  ],
  [
    'GezamenlijkGezag',
    {
      members: ['ouder', 'derde'],
      read: ({ ouder, derde }) => gezag([readParent(ouder), readThird(derde)]),
    },
  ],
  ['Voogdij', { members: ['derden'], read: readGuardians }],
  ['TijdelijkGeenGezag', { members: ['toelichting'], read: () => gezag([]) }],
  ['GezagNietTeBepalen', { members: ['toelichting'], read: () => gezag([], 'not-determinable') }],
]);

/** At most two people; nobody named: an institution, and the register does not say which. */
function readGuardians({ derden }: JsonObject): Said {
  const holders = listed(derden).map(readThird);
  const doubts: AuthorityDoubt[] = [];
  if (holders.length > 2) doubts.push('contradictory');
  if (holders.length === 0) doubts.push('institution-not-named');
  return { kind: 'voogdij', holders, doubts };
}

const listed = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

/**
 * Reads an answer on parental authority in the shape of the Dutch population register
 * (`personen[].gezag[]`, or `gezagsrelaties`, versions 1 and 2 of the BRP gezag API). Pure and strict: what is not known
 * here makes an authority doubtful, never absent; a minor about whom two things are said is doubtful.
 * Explanations (`toelichting`) are not kept.
 * @returns what is said per minor, and what is about nobody who can be found; or one sentence why
 *   this is no such answer
 */
export function readAuthorityAnswer(body: unknown): AuthorityAnswer | string {
  if (!isObject(body) || !Array.isArray(body['personen']))
    return 'This is no answer on authority: it must hold a list named personen.';
  const persons: readonly unknown[] = body['personen'];
  const unreadable: UnreadableAuthority[] = [];
  const stated: StatedAuthority[] = [];
  for (const [i, person] of persons.entries()) {
    const place = `/personen/${i}`;
    if (isObject(person)) readPerson(person, place, { stated, unreadable });
    else unreadable.push({ place, text: 'this is no person' });
    if (stated.length + unreadable.length > MAX_RELATIONS)
      return `One answer may hold at most ${MAX_RELATIONS} relations.`;
  }
  return { stated: perMinor(stated), unreadable };
}

interface Found {
  readonly stated: StatedAuthority[];
  readonly unreadable: UnreadableAuthority[];
}

/** Names under which versions of the answer tell the relations of a person. */
const LISTS = ['gezag', 'gezagsrelaties'] as const;

function readPerson(person: JsonObject, place: string, { stated, unreadable }: Found): void {
  const lists = LISTS.filter((name) => person[name] !== undefined);
  if (lists.length === 0)
    unreadable.push({ place, text: 'nothing is said about authority: ask for the field gezag' });
  // Asked for by the number of the person, who may be a minor with nobody in authority over them.
  const asked = bsnIn(person);
  for (const name of lists) {
    const list = person[name];
    const at = `${place}/${name}`;
    if (!Array.isArray(list)) unreadable.push({ place: at, text: `${name} must be a list` });
    else if (list.length === 0 && asked !== undefined)
      stated.push({ place, minor: asked, kind: 'gezag', holders: [], doubts: ['no-relation'] });
    else readRelations(list, at, { stated, unreadable });
  }
}

function readRelations(list: readonly unknown[], at: string, { stated, unreadable }: Found): void {
  for (const [i, relation] of list.slice(0, MAX_RELATIONS + 1).entries()) {
    const read = readRelation(relation, `${at}/${i}`);
    if ('minor' in read) stated.push(read);
    else unreadable.push(read);
  }
}

function readRelation(relation: unknown, place: string): StatedAuthority | UnreadableAuthority {
  if (!isObject(relation)) return { place, text: 'this is no relation' };
  const minor = readMinor(relation['minderjarige']);
  if (minor.bsn === undefined) return { place, text: 'there is no BSN that says who the minor is' };
  const { kind, holders, doubts } = KINDS.get(relation['type'])?.read(relation) ?? UNKNOWN_KIND;
  const understood =
    minor.understood && holders.every((each) => each.understood) && isKnown(relation);
  const all = new Set<AuthorityDoubt>(doubts);
  if (![undefined, false].includes(relation['inOnderzoek'] as undefined | false))
    all.add('in-investigation');
  if (!understood) all.add('unknown-element');
  const people = holders.map(({ holder }) => holder);
  if (people.some(isNobody)) all.add('unknown-holder');
  if (isContradictory(people, minor.bsn)) all.add('contradictory');
  return { place, minor: minor.bsn, kind, holders: people, doubts: [...all].sort() };
}

const UNKNOWN_KIND: Said = gezag([], 'unknown-type');

const isNobody = ({ bsn, name }: StatedHolder): boolean => bsn === undefined && name === undefined;

function isKnown(relation: JsonObject): boolean {
  const kind = KINDS.get(relation['type']);
  return !kind || !hasUnknown(relation, ['type', 'minderjarige', 'inOnderzoek', ...kind.members]);
}

/** Nobody has authority over themselves, or twice. */
function isContradictory(holders: readonly StatedHolder[], minor: string): boolean {
  const numbers = holders.flatMap(({ bsn }) => bsn ?? []);
  return numbers.includes(minor) || new Set(numbers).size < numbers.length;
}

/** One statement per minor: a repetition says nothing, a difference contradicts. */
function perMinor(all: readonly StatedAuthority[]): readonly StatedAuthority[] {
  const byMinor = new Map<string, StatedAuthority>();
  for (const stated of all) {
    const before = byMinor.get(stated.minor);
    byMinor.set(stated.minor, before ? united(before, stated) : stated);
  }
  return [...byMinor.values()];
}

function united(before: StatedAuthority, next: StatedAuthority): StatedAuthority {
  // Asked by themselves, with nothing to say: somebody else's answer says it.
  if (next.doubts.includes('no-relation')) return before;
  if (before.doubts.includes('no-relation')) return next;
  if (contentOf(before) === contentOf(next)) return before;
  const known = new Map(
    [...before.holders, ...next.holders].map((each) => [holderText(each), each]),
  );
  const doubts = new Set<AuthorityDoubt>([...before.doubts, ...next.doubts, 'contradictory']);
  return { ...before, holders: [...known.values()], doubts: [...doubts].sort() };
}

const holderText = ({ bsn, name }: StatedHolder): string => JSON.stringify([bsn ?? '', name ?? '']);

const contentOf = ({ kind, holders, doubts }: StatedAuthority): string =>
  JSON.stringify([kind, holders.map((each) => each.bsn ?? holderText(each)).sort(), doubts]);
