import { isWithin, wholeSecond } from '../vocabulary/instant.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { Authority, Member, People } from './people.ts';

/** The household member with this id, if there is one. */
export function memberOf(people: People, id: string): Member | undefined {
  return people.members.find((member) => member.id === id);
}

/** Competence at an instant: the latest finding that has begun; none = competent. */
export function isCompetent(member: Member, at: Instant): boolean {
  let latest: Member['competence'][number] | undefined;
  for (const finding of member.competence) {
    if (!hasBegun(finding.from, at)) continue;
    if (!latest || wholeSecond(finding.from) >= wholeSecond(latest.from)) latest = finding;
  }
  return latest?.competent ?? true;
}

/** The instant of death when the member has died by `now`, else undefined. */
export function deathBy(member: Member, now: Instant): Instant | undefined {
  const died = member.deceasedAt;
  return died !== null && hasBegun(died, now) ? died : undefined;
}

/**
 * The authority records about a subject that count at an instant: within their period, not set
 * aside (Jeugdwet 7.3.15(4)), and not of a holder who has died.
 */
export function authoritiesOver(
  people: People,
  subject: string,
  at: Instant,
): readonly Authority[] {
  return people.authorities.filter(
    (record) =>
      record.subject === subject &&
      record.status !== 'set-aside' &&
      isWithin(record, at) &&
      !hasDied(people, record.holder, at),
  );
}

function hasDied(people: People, holder: string, at: Instant): boolean {
  const deaths = [
    memberOf(people, holder)?.deceasedAt,
    people.persons.find((person) => person.id === holder)?.deceasedAt,
  ];
  return deaths.some((died) => typeof died === 'number' && hasBegun(died, at));
}

function hasBegun(from: Instant, at: Instant): boolean {
  return wholeSecond(from) <= wholeSecond(at);
}
