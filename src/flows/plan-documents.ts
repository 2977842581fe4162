import { z } from 'zod';
import { AUTHORITY_KINDS, AUTHORITY_STATUSES } from '../consent/people.ts';
import type { PlanList } from './flows.ts';

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const code = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);

/** ISO 8601 date-time with offset → milliseconds. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const until = instant.nullish().transform((value) => value ?? null);
const period = { from: instant, until };

const birth = {
  birthDate: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .nullish()
    .transform((value) => value ?? null),
  birthPrecision: z.enum(['day', 'month', 'year', 'unknown']),
};
const BIRTH_LENGTH = { day: 10, month: 7, year: 4 } as const;

/** The birth date says exactly as much as the precision promises (COD170). */
function birthFits(member: { birthDate: string | null; birthPrecision: string }): boolean {
  if (member.birthPrecision === 'unknown') return member.birthDate === null;
  const length = BIRTH_LENGTH[member.birthPrecision as keyof typeof BIRTH_LENGTH];
  return member.birthDate?.length === length && !Number.isNaN(Date.parse(member.birthDate));
}

/** The elfproef (Logius): weights 9…2 and −1, divisible by 11, not all zero. */
export function passesElevenTest(bsn: string): boolean {
  if (!/^\d{9}$/.test(bsn) || /^(0{9}|9{9})$/.test(bsn)) return false;
  const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(bsn.charAt(i)), 0);
  return sum % 11 === 0;
}

const bsn = z.string().refine(passesElevenTest, 'is no BSN: nine digits that pass the elfproef');
const name = z.string().trim().min(1).max(200);

/** A member as administered; the BSN is sealed apart and looked up by keyed hash only. */
export const memberDocument = z
  .strictObject({
    ...birth,
    bsn,
    deceasedAt: until,
    competence: z.array(z.strictObject({ competent: z.boolean(), from: instant })).max(100),
  })
  .partial({ bsn: true, competence: true })
  .refine(birthFits, { path: ['birthDate'], message: 'does not fit birthPrecision' });

const recipient = z.union([
  z.strictObject({ organisation: id }),
  z.strictObject({ kind: code }),
  z.strictObject({ any: z.literal(true) }),
]);

const EFFECTS_OF_KIND: Readonly<Record<string, readonly string[]>> = {
  secrecy: ['grant', 'refuse'],
  gdpr: ['grant', 'refuse'],
  objection: ['object'],
  restriction: ['restrict'],
};

const provisionDocument = z
  .strictObject({
    subject: id,
    kind: z.enum(['secrecy', 'gdpr', 'objection', 'restriction']),
    effect: z.enum(['grant', 'refuse', 'object', 'restrict']),
    recipient,
    purpose: code,
    category: code,
    ...period,
    givers: z.array(id).min(1).max(20),
    withdrawnAt: until,
    afterDeath: z.boolean().default(false),
  })
  .refine((provision) => EFFECTS_OF_KIND[provision.kind]?.includes(provision.effect), {
    path: ['effect'],
    message: 'does not belong to this kind',
  });

/** Bodies of `/v1/plans/{plan}/{list}`; every instant becomes milliseconds. */
export const LIST_DOCUMENTS = {
  members: memberDocument,
  persons: z.strictObject({ deceasedAt: until, bsn: bsn.optional(), name: name.optional() }),
  authorities: z.strictObject({
    subject: id,
    holder: id,
    kind: z.enum(AUTHORITY_KINDS),
    status: z.enum(AUTHORITY_STATUSES),
    ...period,
  }),
  'care-team': z.strictObject({ org: id, role: code, ...period }),
  'care-relations': z.strictObject({ org: id, subject: id, ...period }),
  levels: z.strictObject({ level: z.int().min(1).max(4), from: instant }),
  'safety-blocks': z.strictObject({
    subject: id,
    recipients: z.union([z.literal('all'), z.array(id).min(1).max(100)]),
    ...period,
  }),
  'emergency-accesses': z.strictObject({
    org: id,
    role: code.optional(),
    reason: z.enum(['danger-to-person', 'danger-to-others', 'medical-emergency', 'other']),
    ...period,
  }),
  provisions: provisionDocument,
  enrolments: z.strictObject({
    org: id,
    member: id,
    /** None: known by the BSN alone. */
    identifiers: z.array(z.string().min(1).max(200)).max(50),
  }),
} as const satisfies Record<PlanList, z.ZodType>;

/** Body of `POST /v1/plans`. */
export const planDocument = z.strictObject({
  coordinator: z.strictObject({ org: id, role: code }),
  members: z.array(memberDocument).min(1).max(50),
});
export type MemberDocument = z.infer<typeof memberDocument>;
export type PersonDocument = z.infer<(typeof LIST_DOCUMENTS)['persons']>;
