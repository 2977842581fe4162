import fc from 'fast-check';
import type { Authority, Member } from '../../src/consent/people.ts';
import { AUTHORITY_KINDS } from '../../src/consent/people.ts';
import type { Provision } from '../../src/consent/provision.ts';

export const NOW = Date.parse('2026-11-05T00:00:00+01:00');
export const SECOND = 1000;
export const MEMBERS = ['kim', 'sam'] as const;
const PEOPLE = [...MEMBERS, 'mother', 'father'] as const;
export const KINDS = ['municipal-team', 'municipality', 'school'] as const;

export const of = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
export const id = fc.uuid({ version: 4 });
/** Mostly the instant of the question itself, a second beside it, or long ago and far ahead. */
export const instant = of(-1e6, -1, 0, 0, 1, 1e6).map((seconds) => NOW + seconds * SECOND);
export const period = fc.record({
  from: fc.oneof(
    { weight: 3, arbitrary: fc.constant(NOW - 1e9) },
    { weight: 1, arbitrary: instant },
  ),
  until: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: instant }),
});
export const role = of('family-worker', 'therapist');
export const purpose = of('plan-execution', 'treatment', 'care-coordination', 'any-purpose');
export const category = of(
  'plan.goals',
  'plan',
  'health',
  'domain',
  'domain.addiction',
  'debts',
  'any-category',
);
export const basis = of('public-task', 'consent', 'legal-obligation');

/** Birthdays on the day of the question, the day after, and vague ones around it. */
const birth: fc.Arbitrary<Pick<Member, 'birthDate' | 'birthPrecision'>> = fc
  .tuple(of(2026, 2016, 2014, 2010, 2008, 1980, 1950), of('-11-05', '-11-06', '-11', '-02-29', ''))
  .map(([year, rest]) => (rest === '-02-29' ? `2012${rest}` : `${year}${rest}`))
  .chain((birthDate) => {
    const precision = { 10: 'day', 7: 'month', 4: 'year' }[birthDate.length] as 'day';
    return fc.oneof(
      { weight: 9, arbitrary: fc.constant({ birthDate, birthPrecision: precision }) },
      {
        weight: 1,
        arbitrary: fc.constant({ birthDate: null, birthPrecision: 'unknown' as const }),
      },
    );
  });

export const rarely = <T>(value: fc.Arbitrary<T>, otherwise: T) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: value });

export const member = (name: string): fc.Arbitrary<Member> =>
  fc
    .record({
      id: fc.constant(name),
      birth,
      deceasedAt: rarely<number | null>(instant, null),
      competence: fc.array(
        fc.record({ competent: of(false, false, true), from: of(NOW - 1e9, NOW, NOW + SECOND) }),
        { maxLength: 2 },
      ),
    })
    .map(({ birth: born, ...rest }) => ({ ...rest, ...born }));

const mostlySam = of<(typeof MEMBERS)[number]>('sam', 'sam', 'sam', 'sam', 'kim');

export const authority: fc.Arbitrary<Authority> = fc
  .tuple(
    period,
    fc.record({
      id,
      subject: mostlySam,
      holder: of('mother', 'father'),
      kind: of('gezag', 'gezag', 'voogdij', 'mentor', 'partner', ...AUTHORITY_KINDS),
      status: rarely<Authority['status']>(
        of('undetermined', 'unwilling', 'set-aside'),
        'established',
      ),
    }),
  )
  .map(([dates, record]) => ({ ...dates, ...record }));

export const provision: fc.Arbitrary<Provision> = fc
  .tuple(
    period,
    fc.record({
      id,
      subject: mostlySam,
      what: of(
        ['secrecy', 'grant'],
        ['secrecy', 'grant'],
        ['secrecy', 'grant'],
        ['secrecy', 'refuse'],
        ['gdpr', 'grant'],
        ['gdpr', 'grant'],
        ['gdpr', 'refuse'],
        ['objection', 'object'],
        ['restriction', 'restrict'],
      ),
      recipient: of(
        { organisation: 'asker' },
        { organisation: 'holder' },
        { kind: 'municipality' },
        { kind: 'welfare' },
        { kind: 'any-organisation' },
        { any: true },
      ),
      purpose: rarely(purpose, 'any-purpose'),
      category: fc.oneof(fc.constant('any-category'), category),
      givers: fc.oneof(
        fc.constant([...PEOPLE]),
        fc.constant(['sam']),
        fc.subarray([...PEOPLE], { minLength: 1 }),
      ),
      withdrawnAt: rarely<number | null>(instant, null),
      afterDeath: fc.boolean(),
    }),
  )
  .map(([dates, { what, ...rest }]) => ({ ...dates, ...rest, kind: what[0], effect: what[1] }));
