import type { Instant } from '../vocabulary/instant.ts';
import { ageAt } from './age.ts';
import type { Authority, AuthorityKind, People } from './people.ts';
import type { ConsentKind } from './provision.ts';
import { authoritiesOver, isCompetent, memberOf } from './standing.ts';

/**
 * Who may decide for one subject about one kind of consent.
 * `grant`: groups of people; a grant needs a signature from at least one of every group, and an
 * empty group can never sign. `refuse`: one of these is enough to refuse, object or restrict.
 */
export interface Deciders {
  readonly grant: readonly (readonly string[])[];
  readonly refuse: ReadonlySet<string>;
}

/** Whom, for which kind of consent, judged at which instant. */
export interface Competence {
  readonly subject: string;
  readonly kind: ConsentKind;
  readonly at: Instant;
}

/**
 * Who decides in one row of the table: the person, everyone with gezag or voogdij, at least one of
 * them who is established, or whoever stands in for an incompetent adult.
 */
type Bench = 'person' | 'holders' | 'an-established-holder' | 'substitute';

interface Row {
  readonly from: number;
  readonly until: number;
  readonly competent: readonly boolean[];
  readonly benches: readonly Bench[];
}

/** Age and competence → who must sign (DOMAIN 2.3, rows A1–A8, in the strict reading of A2). */
const ROWS: readonly Row[] = [
  { from: -Infinity, until: 12, competent: [true, false], benches: ['holders'] },
  {
    from: 12,
    until: 16,
    competent: [true],
    benches: ['person', 'holders', 'an-established-holder'],
  },
  { from: 12, until: 16, competent: [false], benches: ['holders', 'an-established-holder'] },
  { from: 16, until: 18, competent: [false], benches: ['holders'] },
  { from: 16, until: Infinity, competent: [true], benches: ['person'] },
  { from: 18, until: Infinity, competent: [false], benches: ['substitute'] },
];

/** The order in which others decide for an incompetent adult (BW 7:465, Jeugdwet 7.3.15). */
const COURT_APPOINTED: readonly AuthorityKind[] = ['curator', 'mentor'];
const LADDER: readonly (readonly AuthorityKind[])[] = [
  ['gemachtigde'],
  ['partner'],
  ['parent', 'child', 'sibling'],
];

const NOBODY: readonly (readonly string[])[] = [[]];

/**
 * Who may decide for a subject: everyone whose signature a grant needs, and everyone who alone may
 * refuse. A birth date that is not exact is judged for the youngest and the oldest possible age:
 * a grant must satisfy both, a refusal either. Without a birth date no grant can be given.
 */
export function whoMayDecide(people: People, asked: Competence): Deciders {
  const member = memberOf(people, asked.subject);
  if (!member) return { grant: NOBODY, refuse: new Set([asked.subject]) };
  const competent = isCompetent(member, asked.at);
  const age = ageAt(member, asked.at);
  const rows = ROWS.filter(
    (row) =>
      row.competent.includes(competent) &&
      (!age || includes(row, age.youngest) || includes(row, age.oldest)),
  );
  const benches = new Set(rows.flatMap((row) => row.benches));
  const seated = [...benches].map((bench) => seat(bench, people, asked));
  return {
    grant: age ? seated.flatMap((bench) => bench.grant) : NOBODY,
    refuse: new Set([asked.subject, ...seated.flatMap((bench) => bench.refuse)]),
  };
}

/** True when everyone whose signature is needed is among the givers; others do no harm. */
export function isSigned(deciders: Deciders, givers: readonly string[]): boolean {
  return deciders.grant.every((group) => group.some((signer) => givers.includes(signer)));
}

function includes(row: Row, age: number): boolean {
  return row.from <= age && age < row.until;
}

interface Seats {
  readonly grant: readonly (readonly string[])[];
  readonly refuse: readonly string[];
}

function seat(bench: Bench, people: People, asked: Competence): Seats {
  const records = authoritiesOver(people, asked.subject, asked.at);
  switch (bench) {
    case 'person':
      return { grant: [[asked.subject]], refuse: [asked.subject] };
    case 'holders':
      return seatHolders(records.filter(isHolder));
    case 'an-established-holder':
      return { grant: [records.filter(isHolder).filter(isEstablished).map(holderOf)], refuse: [] };
    case 'substitute':
      return seatSubstitute(records, asked.kind);
  }
}

/**
 * Everyone with gezag or voogdij must sign, also who is unwilling. One holder who is undetermined
 * closes every grant (row A14): who else would have had to sign is not known.
 */
function seatHolders(held: readonly Authority[]): Seats {
  const signers = held.filter(({ status }) => status !== 'undetermined').map(holderOf);
  const closed = signers.length === 0 || signers.length < held.length;
  return { grant: closed ? NOBODY : signers.map((signer) => [signer]), refuse: signers };
}

/**
 * Curator and mentor decide side by side; without them the ladder, but never about GDPR consent.
 * One who is undetermined stops a grant from passing further down; refusals still pass.
 */
function seatSubstitute(records: readonly Authority[], consent: ConsentKind): Seats {
  const rungs = consent === 'gdpr' ? [COURT_APPOINTED] : [COURT_APPOINTED, ...LADDER];
  let stopped = false;
  for (const rung of rungs) {
    const on = records.filter(({ kind, status }) => rung.includes(kind) && status !== 'unwilling');
    const willing = on.filter(isEstablished).map(holderOf);
    if (willing.length > 0) return { grant: stopped ? NOBODY : [willing], refuse: willing };
    stopped ||= on.length > 0;
  }
  return { grant: NOBODY, refuse: [] };
}

function isHolder({ kind }: Authority): boolean {
  return kind === 'gezag' || kind === 'voogdij';
}

function isEstablished({ status }: Authority): boolean {
  return status === 'established';
}

function holderOf(record: Authority): string {
  return record.holder;
}
