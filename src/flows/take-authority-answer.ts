import type { AuthorityAnswer, StatedAuthority } from '../adapters/brp-gezag/stated-authority.ts';
import { ageAt } from '../consent/age.ts';
import { applyAuthorityAnswer, type FoundAuthority } from '../consent/authority-answer.ts';
import { AUTHORITY_DOUBTS, type AuthorityDoubt } from '../vocabulary/authority-doubts.ts';
import { isWithin } from '../vocabulary/instant.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { findHolders, type FoundHolder } from './authority-people.ts';
import type { ChangeContext, StateChange } from './change-plan.ts';
import type { AuthorityOutcome, AnsweredMinor } from './flows.ts';
import type { AuthorityAnswerRecord, PlanState } from './ports.ts';

/** An answer as it came in: from whom, of what date, with the guardians it could not name. */
export interface Delivered {
  readonly source: string;
  readonly asOf: Instant;
  /** BSN of a minor → the institution that is its guardian. */
  readonly institutions: ReadonlyMap<string, string>;
}

interface Taking extends ChangeContext {
  readonly opaque: (...parts: readonly string[]) => string;
}

interface Taken {
  readonly state: PlanState;
  readonly changed: readonly string[];
  readonly minor: AnsweredMinor;
}

/** The state of a plan after an answer, and what is answered about each minor. */
export function takeAnswer(
  { stated, unreadable }: AuthorityAnswer,
  delivered: Delivered,
  context: Taking,
): StateChange & { readonly answer: object } {
  const id = context.newId();
  const minors: AnsweredMinor[] = [];
  const changed = [`authority-answers/${id} received`];
  let { state } = context;
  for (const each of stated) {
    const taken = takeOne(each, { id, delivered }, { ...context, state });
    state = taken.state;
    minors.push(taken.minor);
    changed.push(...taken.changed);
  }
  return { state, id, changed, answer: { minors, unreadable } };
}

interface Within {
  readonly id: string;
  readonly delivered: Delivered;
}

function takeOne(stated: StatedAuthority, within: Within, context: Taking): Taken {
  const { state } = context;
  const member = memberWith(state, stated.minor, within.delivered.source);
  const nothing = (outcome: AuthorityOutcome): Taken => ({
    state,
    changed: [],
    minor: answered(stated, outcome, member),
  });
  if (member === undefined) return nothing('not-a-member');
  if (isAdult(state, member, within.delivered.asOf)) return nothing('not-a-minor');
  const last = state.authorityAnswers?.findLast(({ subject }) => subject === member);
  if (last && last.confirmedAt > within.delivered.asOf) return nothing('superseded');
  const settled = withGuardian(stated, { ...within, member }, context);
  const people = findHolders(state, settled.holders, context);
  const found = [...people.found, ...settled.institutions];
  const doubts = people.unknown ? withDoubt(settled.doubts, 'unknown-holder') : settled.doubts;
  const digest = digestOf({ kind: settled.kind, found, doubts }, context);
  if (last?.digest === digest && stillDiffers(state, last, within.delivered.asOf)) {
    const confirmed = { ...last, confirmedAt: within.delivered.asOf };
    return { ...nothing('unchanged'), state: withRecord(state, confirmed) };
  }
  return apply({ stated, found, doubts, digest, kind: settled.kind, member }, within, {
    ...context,
    state: people.state,
  });
}

interface Applying extends Pick<StatedAuthority, 'kind' | 'doubts'> {
  readonly stated: StatedAuthority;
  readonly member: string;
  readonly found: readonly FoundHolder[];
  readonly digest: string;
}

function apply(applying: Applying, { id, delivered }: Within, context: Taking): Taken {
  const { stated, member: subject, doubts, digest, kind } = applying;
  const { state, newId } = context;
  const answer = newId();
  const found: FoundAuthority = {
    ...{ answer, subject, kind, from: delivered.asOf },
    holders: [...new Set(applying.found.map((holder) => holder.id))],
    doubtful: doubtOf(doubts),
  };
  const { circumstances } = state;
  const applied = applyAuthorityAnswer(circumstances.authorities, found, newId);
  const record: AuthorityAnswerRecord = {
    ...{ id: answer, org: delivered.source, subject, digest, differs: applied.differs },
    asOf: delivered.asOf,
    confirmedAt: delivered.asOf,
    doubts: applied.differs.length > 0 ? withDoubt(doubts, 'differs-from-decision') : doubts,
  };
  const authorities = applied.authorities;
  const next = { ...state, circumstances: { ...circumstances, authorities } };
  return {
    state: withRecord(next, record),
    changed: [
      `authority-answers/${id} about ${subject}`,
      ...applied.ended.map((each) => `authorities/${each} ended`),
      ...applied.added.map((each) => `authorities/${each} added`),
    ],
    minor: answered(stated, stated.doubts.length === 0 ? 'taken' : 'undetermined', subject),
  };
}

/** Members that the source enrolled, or any for whoever coordinates; a number of two is of none. */
function memberWith(
  { circumstances, bsn, coordinator, enrolments }: PlanState,
  minor: string,
  source: string,
): string | undefined {
  const own = enrolments[source] ?? {};
  const [only, ...others] = circumstances.members
    .map(({ id }) => id)
    .filter((id) => bsn[id] === minor && (coordinator.org === source || own[id] !== undefined));
  return others.length > 0 ? undefined : only;
}

function isAdult({ circumstances }: PlanState, id: string, at: Instant): boolean {
  const member = circumstances.members.find((each) => each.id === id);
  const age = member && ageAt(member, at);
  return age !== undefined && age.youngest >= 18;
}

interface Settled extends Pick<StatedAuthority, 'kind' | 'holders' | 'doubts'> {
  readonly institutions: readonly FoundHolder[];
}

/**
 * A guardianship without a name is of an institution: the one that the source names beside the
 * answer, or that an officer recorded. Nobody is guessed.
 */
function withGuardian(
  { kind, holders, doubts, minor }: StatedAuthority,
  { delivered, member }: Within & { readonly member: string },
  { state, region }: Taking,
): Settled {
  if (!doubts.includes('institution-not-named')) return { kind, holders, doubts, institutions: [] };
  const named = delivered.institutions.get(minor);
  const recorded = state.circumstances.authorities.filter(
    (each) =>
      each.subject === member &&
      each.kind === 'voogdij' &&
      each.answer === undefined &&
      each.status === 'established' &&
      isWithin(each, delivered.asOf) &&
      region.organisations.has(each.holder),
  );
  const guardians = named === undefined ? recorded.map(({ holder }) => holder) : [named];
  if (guardians.length === 0) return { kind, holders, doubts, institutions: [] };
  return {
    kind,
    holders,
    doubts: doubts.filter((doubt) => doubt !== 'institution-not-named'),
    institutions: guardians.map((id) => ({ id, token: id })),
  };
}

function withDoubt(doubts: readonly AuthorityDoubt[], doubt: AuthorityDoubt) {
  return [...new Set([...doubts, doubt])].sort();
}

function doubtOf(doubts: readonly AuthorityDoubt[]): FoundAuthority['doubtful'] {
  if (doubts.length === 0) return false;
  return doubts.every((doubt) => doubt === 'unknown-holder') ? 'somebody' : 'as-a-whole';
}

function digestOf(
  { kind, found, doubts }: Pick<Applying, 'kind' | 'found' | 'doubts'>,
  { opaque }: Taking,
): string {
  const tokens = found.map(({ token }) => token).sort();
  return opaque('said', JSON.stringify([kind, tokens, doubts]));
}

/** Whether the decisions that named somebody else still hold: else the answer is weighed anew. */
function stillDiffers(
  { circumstances }: PlanState,
  { differs }: AuthorityAnswerRecord,
  at: Instant,
): boolean {
  const standing = circumstances.authorities.filter(
    (each) => differs.includes(each.id) && each.status === 'established' && isWithin(each, at),
  );
  return differs.length === 0 || standing.length > 0;
}

/** Adds the record of an answer, or replaces the one with its id. */
function withRecord(state: PlanState, record: AuthorityAnswerRecord): PlanState {
  const others = (state.authorityAnswers ?? []).filter(({ id }) => id !== record.id);
  return { ...state, authorityAnswers: [...others, record] };
}

function answered(
  { place, doubts }: StatedAuthority,
  outcome: AuthorityOutcome,
  member: string | undefined,
): AnsweredMinor {
  return {
    place,
    outcome,
    ...(member === undefined ? {} : { member }),
    reasons: doubts.map((code) => ({ code, ...AUTHORITY_DOUBTS[code] })),
  };
}
