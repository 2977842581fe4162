import type { Hierarchy } from '../vocabulary/hierarchy.ts';
import { isWithin, wholeSecond } from '../vocabulary/instant.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { People } from './people.ts';
import type { ConsentKind, Provision, ProvisionRecipient } from './provision.ts';
import { deathBy, memberOf } from './standing.ts';
import { isSigned, whoMayDecide } from './who-may-decide.ts';

/** Everything consent is resolved from: one snapshot and the code lists of one policy version. */
export interface ConsentInputs {
  readonly people: People;
  readonly provisions: readonly Provision[];
  readonly codes: {
    readonly kinds: Hierarchy;
    readonly purposes: Hierarchy;
    readonly categories: Hierarchy;
  };
}

/** For whom and what consent is asked; the same for every fact of one pull. */
export interface ConsentRequest {
  readonly organisation: string;
  readonly kind: string;
  readonly purpose: string;
  readonly now: Instant;
}

/** Whether there is a valid grant (or an objection, a restriction) and what decided it. */
export interface ConsentOutcome {
  readonly holds: boolean;
  /** Ids of the provisions that decided: the most specific ones, or every objection. */
  readonly counted: readonly string[];
  /** Ids of all active, valid, covering provisions, most specific first. */
  readonly considered: readonly string[];
}

/** Answers for one request; each (kind, subject, category) is worked out once, when asked. */
export type ConsentResolver = (
  kind: ConsentKind,
  subject: string,
  category: string,
) => ConsentOutcome;

/** A provision that is active, valid and covers recipient and purpose, with its specificity. */
interface Candidate {
  readonly provision: Provision;
  readonly specificity: readonly [recipient: number, category: number, purpose: number];
}

/** Resolves provisions by DECISION 4 for one request. */
export function consentResolver(inputs: ConsentInputs, request: ConsentRequest): ConsentResolver {
  const standing = new Map<string, readonly Candidate[]>();
  const outcomes = new Map<string, ConsentOutcome>();
  return (kind, subject, category) =>
    remember(outcomes, `${kind} ${category} ${subject}`, () => {
      const about = remember(standing, `${kind} ${subject}`, () =>
        candidates(inputs, request, { kind, subject }),
      );
      const above = inputs.codes.categories.selfAndAncestors(category);
      const covering = about.filter(({ provision }) => above.has(provision.category));
      return kind === 'secrecy' || kind === 'gdpr' ? mostSpecific(covering) : anyOf(covering);
    });
}

/** Objections and restrictions: one is enough, however specific a grant is. */
function anyOf(covering: readonly Candidate[]): ConsentOutcome {
  const ids = covering.map(({ provision }) => provision.id);
  return { holds: ids.length > 0, counted: ids, considered: ids };
}

/** Grants and refusals: the most specific wins; equal in everything, the refusal. */
function mostSpecific(covering: readonly Candidate[]): ConsentOutcome {
  const [top] = covering;
  if (!top) return { holds: false, counted: [], considered: [] };
  const counted = covering.filter(
    (other) =>
      compare(other.specificity, top.specificity) === 0 &&
      isGrant(other.provision) === isGrant(top.provision),
  );
  return {
    holds: isGrant(top.provision),
    counted: counted.map(({ provision }) => provision.id),
    considered: covering.map(({ provision }) => provision.id),
  };
}

/** What counts for one kind and subject, most specific first, refusals before grants. */
function candidates(
  { people, provisions, codes }: ConsentInputs,
  request: ConsentRequest,
  asked: { kind: ConsentKind; subject: string },
): readonly Candidate[] {
  const covering = provisions.filter(
    (one) =>
      one.kind === asked.kind &&
      one.subject === asked.subject &&
      isActive(one, request.now) &&
      recipientRank(one.recipient, request, codes.kinds) !== undefined &&
      codes.purposes.selfAndAncestors(request.purpose).has(one.purpose),
  );
  if (covering.length === 0) return [];
  const isValid = validity(people, asked, request.now);
  return covering
    .filter(isValid)
    .map((provision) => ({ provision, specificity: specificity(provision, request, codes) }))
    .sort(
      (a, b) =>
        compare(b.specificity, a.specificity) ||
        Number(isGrant(a.provision)) - Number(isGrant(b.provision)),
    );
}

/** From inclusive, until exclusive, and not withdrawn by now. */
function isActive(provision: Provision, now: Instant): boolean {
  const { withdrawnAt } = provision;
  const withdrawn = withdrawnAt !== null && wholeSecond(withdrawnAt) <= wholeSecond(now);
  return !withdrawn && isWithin(provision, now);
}

/**
 * Signed by those who may decide now; after the subject's death, by those who might decide at that
 * instant. A grant outlives the subject only where it says so and began before the death
 * (Jeugdwet 7.3.12a).
 */
function validity(
  people: People,
  asked: { kind: ConsentKind; subject: string },
  now: Instant,
): (provision: Provision) => boolean {
  const member = memberOf(people, asked.subject);
  const died = member && deathBy(member, now);
  const deciders = whoMayDecide(people, { ...asked, at: died ?? now });
  return (provision) => {
    if (!isGrant(provision)) return provision.givers.some((giver) => deciders.refuse.has(giver));
    const outlives = died === undefined || (provision.afterDeath && before(provision.from, died));
    return outlives && isSigned(deciders, provision.givers);
  };
}

function before(a: Instant, b: Instant): boolean {
  return wholeSecond(a) < wholeSecond(b);
}

/** Whatever does not say yes says no. */
function isGrant(provision: Provision): boolean {
  return provision.effect === 'grant';
}

function specificity(
  provision: Provision,
  request: ConsentRequest,
  codes: ConsentInputs['codes'],
): Candidate['specificity'] {
  return [
    recipientRank(provision.recipient, request, codes.kinds) ?? -Infinity,
    codes.categories.depth(provision.category),
    codes.purposes.depth(provision.purpose),
  ];
}

/**
 * How closely a provision names the recipient: itself, then its kind or a broader one by depth,
 * then anyone; undefined when it does not.
 */
function recipientRank(
  recipient: ProvisionRecipient,
  request: ConsentRequest,
  kinds: Hierarchy,
): number | undefined {
  if ('organisation' in recipient)
    return recipient.organisation === request.organisation ? Infinity : undefined;
  if ('kind' in recipient)
    return kinds.selfAndAncestors(request.kind).has(recipient.kind)
      ? kinds.depth(recipient.kind)
      : undefined;
  return -1;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? -Infinity;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

function remember<T>(known: Map<string, T>, key: string, work: () => T): T {
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const value = work();
  known.set(key, value);
  return value;
}
