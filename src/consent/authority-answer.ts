import { isWithin } from '../vocabulary/instant.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { Authority } from './people.ts';

/** Stands for whoever else holds authority and is not known: never a giver of anything. */
export const UNKNOWN_HOLDER = 'unknown-holder';

/** An answer of an authority source about one minor, with everybody in it found. */
export interface FoundAuthority {
  /** Id of the answer: its records carry it. */
  readonly answer: string;
  readonly subject: string;
  readonly kind: 'gezag' | 'voogdij';
  /** Everyone who is known to hold it. */
  readonly holders: readonly string[];
  /** It leaves open who may decide: as a whole, or because somebody is not known. */
  readonly doubtful: false | 'as-a-whole' | 'somebody';
  /** As of when it holds: the date of the answer. */
  readonly from: Instant;
}

export interface AppliedAuthority {
  readonly authorities: readonly Authority[];
  readonly ended: readonly string[];
  readonly added: readonly string[];
  /** Decisions of officers that name somebody whom the answer does not: they keep it open. */
  readonly differs: readonly string[];
}

/**
 * The authority records of a plan after an answer about one minor (DOMAIN 2.3, A14).
 *
 * - Records of others than the minor, and what an officer decided, stay as they are.
 * - A settled answer ends what earlier answers said, as of its date. It is left open all the same
 *   where an officer's decision that holds then names somebody else.
 * - An answer that leaves it open ends nobody's authority: who could refuse still can, and its own
 *   record that is `undetermined` keeps everyone from granting until it is settled.
 */
export function applyAuthorityAnswer(
  authorities: readonly Authority[],
  found: FoundAuthority,
  newId: () => string,
): AppliedAuthority {
  const { subject, from } = found;
  const about = authorities.filter((each) => each.subject === subject && isHolding(each));
  const differs = found.doubtful ? [] : decisionsThatDiffer(about, found);
  const open = found.doubtful !== false || differs.length > 0;
  const ended = about.filter(
    (each) =>
      each.answer !== undefined &&
      (each.until === null || each.until > from) &&
      (!open || each.status === 'undetermined'),
  );
  const added = recordsOf(found, differs.length > 0).flatMap((record) =>
    besideDecisions(record, about),
  );
  const gone = new Set(ended);
  const records = added.map((record) => ({ ...record, id: newId() }));
  return {
    authorities: [
      ...authorities.map((each) =>
        gone.has(each) ? { ...each, until: Math.max(from, each.from) } : each,
      ),
      ...records,
    ],
    ended: ended.map(({ id }) => id),
    added: records.map(({ id }) => id),
    differs: differs.map(({ id }) => id),
  };
}

function isHolding({ kind }: Authority): boolean {
  return kind === 'gezag' || kind === 'voogdij';
}

function decisionsThatDiffer(about: readonly Authority[], { holders, from }: FoundAuthority) {
  return about.filter(
    (each) =>
      each.answer === undefined &&
      each.status === 'established' &&
      isWithin(each, from) &&
      !holders.includes(each.holder),
  );
}

type NewRecord = Omit<Authority, 'id'>;

function recordsOf(found: FoundAuthority, differs: boolean): readonly NewRecord[] {
  const { answer, subject, kind, from, doubtful } = found;
  const base = { answer, subject, kind, from, until: null };
  const status = doubtful === 'as-a-whole' ? 'undetermined' : 'established';
  const known = found.holders.map((holder): NewRecord => ({ ...base, holder, status }));
  const isOpen = doubtful === 'somebody' || differs || (doubtful !== false && known.length === 0);
  return isOpen ? [...known, { ...base, holder: UNKNOWN_HOLDER, status: 'undetermined' }] : known;
}

/**
 * What an officer decided about this holder (set aside, unwilling, disputed) comes before the
 * answer, for as long as it was decided for.
 */
function besideDecisions(record: NewRecord, about: readonly Authority[]): readonly NewRecord[] {
  const decisions = about.filter(
    (each) =>
      each.answer === undefined &&
      each.status !== 'established' &&
      each.holder === record.holder &&
      isWithin(each, record.from),
  );
  if (decisions.length === 0 || record.status === 'undetermined') return [record];
  if (decisions.some(({ until }) => until === null)) return [];
  const from = decisions.reduce((last, { until }) => Math.max(last, until ?? last), record.from);
  return [{ ...record, from }];
}
