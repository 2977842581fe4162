import type { Provision } from '../../src/consent/provision.ts';
import type { Circumstances } from '../../src/decision/circumstances.ts';
import type { PolicyRows } from './plain-policy-table.ts';
import { depth, up } from './reference-codes.ts';

/** For whom consent is asked, in which plan, under which code lists. */
export interface ConsentQuestion {
  readonly asked: {
    readonly organisation: string;
    readonly kind: string;
    readonly purpose: string;
    readonly now: number;
  };
  readonly rows: PolicyRows;
  readonly circumstances: Circumstances;
}

export const second = (instant: number) => Math.floor(instant / 1000);
export const open = (period: { from: number; until: number | null }, at: number) =>
  second(period.from) <= second(at) && (period.until === null || second(at) < second(period.until));

/** A valid grant, or for objections and restrictions an active one: read naively. */
export function hasConsent(
  kind: string,
  subject: string,
  label: string,
  { asked, rows, circumstances }: ConsentQuestion,
): boolean {
  const { now, organisation, kind: orgKind, purpose } = asked;
  const rank = ({ recipient, category, purpose: named }: Provision) => [
    'organisation' in recipient
      ? 9999
      : 'kind' in recipient
        ? depth(rows, 'g4', recipient.kind)
        : -1,
    depth(rows, 'g3', category),
    depth(rows, 'g2', named),
  ];
  const counting = circumstances.provisions.filter(
    (one) =>
      one.kind === kind &&
      one.subject === subject &&
      open(one, now) &&
      !(one.withdrawnAt !== null && second(one.withdrawnAt) <= second(now)) &&
      (!('organisation' in one.recipient) || one.recipient.organisation === organisation) &&
      (!('kind' in one.recipient) || up(rows, 'g4', orgKind).has(one.recipient.kind)) &&
      up(rows, 'g2', purpose).has(one.purpose) &&
      up(rows, 'g3', label).has(one.category) &&
      isValid(one, circumstances, now),
  );
  if (kind === 'objection' || kind === 'restriction') return counting.length > 0;
  const beats = (a: Provision, b: Provision) => {
    const [x, y] = [rank(a), rank(b)];
    const first = x.findIndex((value, index) => value !== y[index]);
    if (first === -1) return a.effect === 'refuse' && b.effect === 'grant';
    return x[first]! > y[first]!;
  };
  const winner = counting.find((one) => !counting.some((other) => beats(other, one)));
  return winner?.effect === 'grant';
}

function isValid(provision: Provision, world: Circumstances, now: number): boolean {
  const { subject, givers, kind } = provision;
  const member = world.members.find(({ id }) => id === subject)!;
  const died = member.deceasedAt !== null && second(member.deceasedAt) <= second(now);
  const at = died ? member.deceasedAt : now;
  const signed = (id: string) => givers.includes(id);
  const findings = member.competence.filter(({ from }) => second(from) <= second(at));
  const competent =
    findings.sort((a, b) => second(a.from) - second(b.from)).at(-1)?.competent ?? true;
  const counts = world.authorities.filter(
    (a) =>
      a.subject === subject &&
      open(a, at) &&
      a.status !== 'set-aside' &&
      !isDead(world, a.holder, at),
  );
  const holders = counts.filter((a) => a.kind === 'gezag' || a.kind === 'voogdij');
  const known = holders.filter(({ status }) => status !== 'undetermined');
  const parental = (age: number) => age < 16 || (age < 18 && !competent);
  const substitutes = () => {
    const steps = [
      ['curator', 'mentor'],
      ['gemachtigde'],
      ['partner'],
      ['parent', 'child', 'sibling'],
    ];
    let uncertain = false;
    for (const step of kind === 'gdpr' ? steps.slice(0, 1) : steps) {
      const here = counts.filter((a) => step.includes(a.kind) && a.status !== 'unwilling');
      const sure = here.filter((a) => a.status === 'established').map((a) => a.holder);
      if (sure.length > 0) return { sure, uncertain };
      uncertain ||= here.length > 0;
    }
    return { sure: [], uncertain };
  };
  const ages = possibleAges(world, subject, at);
  if (provision.effect !== 'grant') {
    const may = (age: number) =>
      (parental(age) && known.some((a) => signed(a.holder))) ||
      (age >= 18 && !competent && substitutes().sure.some(signed));
    return signed(subject) || (ages.length > 0 ? ages : [5, 14, 17, 40]).some(may);
  }
  const enough = (age: number) => {
    if (!parental(age))
      return competent
        ? signed(subject)
        : substitutes().sure.some(signed) && !substitutes().uncertain;
    const anEstablishedOne = holders.some((a) => a.status === 'established' && signed(a.holder));
    if (known.length === 0 || known.length < holders.length) return false;
    if (age >= 12 && age < 16 && !anEstablishedOne) return false;
    if (age >= 12 && competent && !signed(subject)) return false;
    return known.every((a) => signed(a.holder));
  };
  if (died && !(provision.afterDeath && second(provision.from) < second(at))) return false;
  return ages.length > 0 && ages.every(enough);
}

function isDead(world: Circumstances, id: string, at: number): boolean {
  const people = [...world.members, ...world.persons].filter((one) => one.id === id);
  return people.some(({ deceasedAt }) => deceasedAt != null && second(deceasedAt) <= second(at));
}

/** The age on the local date for every day on which the subject may have been born. */
export function possibleAges(world: Circumstances, subject: string, at: number): readonly number[] {
  const { birthDate: written, birthPrecision } = world.members.find(({ id }) => id === subject)!;
  if (written === null || birthPrecision === 'unknown') return [];
  const birthDate = written.slice(0, { day: 10, month: 7, year: 4 }[birthPrecision]);
  const today = new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Amsterdam' });
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  const days: string[] = [];
  for (let day = Date.parse(birthDate); days.length < 366; day += 86_400_000)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days
    .filter((day) => day.startsWith(birthDate))
    .map((day) => (today.slice(5) < day.slice(5) ? years - 1 : years));
}
