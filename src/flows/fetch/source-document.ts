import { z } from 'zod';
import { ASKED_TYPES } from '../../adapters/fhir-server/asked-types.ts';
import type { FhirServerSettings } from '../../adapters/fhir-server/fhir-server.ts';

const SECOND_MS = 1_000;
const MEBIBYTE = 1024 * 1024;

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const address = z.string().min(1).max(500);
const text = z.string().regex(/^[\x21-\x7e]{1,255}$/);
const whole = (min: number, max: number) => z.int().min(min).max(max);

const askedType = z.strictObject({
  type: z.enum(ASKED_TYPES),
  /** Token parameters that narrow what is asked: `category`, `code`, `status`, … */
  where: z
    .record(z.string().regex(/^[a-z][a-z-]{0,39}$/), z.string().min(1).max(200))
    .refine((where) => !Object.hasOwn(where, 'patient') && !Object.hasOwn(where, 'subject'), {
      message: 'whom it is about is not a choice of the registration',
    })
    .default({}),
});

/**
 * A source that runs a FHIR server: where it is, how the gateway proves itself there, what it asks
 * for, and how often.
 */
export const sourceDocument = z.strictObject({
  organisation: id,
  /** The FHIR base address, without a slash at the end. */
  base: address.refine((url) => !url.endsWith('/'), { message: 'has no slash at the end' }),
  adapter: z.string().min(1).max(64).default('fhir-r4'),
  token: z.strictObject({
    endpoint: address,
    client: text,
    /** Name of the key that signs: another name is another key. */
    key: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
      .default('fetch-1'),
    /** Left out: read and search of the types that are asked for. */
    scope: z
      .string()
      .regex(/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/)
      .max(2000)
      .optional(),
  }),
  /** What is asked for besides the Patient: only what this source is to bring into the plan. */
  types: z
    .array(askedType)
    .min(1)
    .max(30)
    .refine((types) => new Set(types.map((each) => JSON.stringify(each))).size === types.length, {
      message: 'names nothing twice',
    }),
  /** How often the gateway asks by itself; left out: only when somebody asks it to. */
  everyMinutes: whole(1, 10_080).optional(),
  /** After so long everything is asked again, so that what was deleted there goes here too. */
  wholeEveryHours: whole(1, 720).default(24),
  /** How far `_lastUpdated` reaches back behind the last time: clocks and commits lag. */
  overlapMinutes: whole(0, 1_440).default(10),
  pageSize: whole(1, 1_000).default(100),
  limits: z
    .strictObject({
      requestSeconds: whole(1, 60).default(30),
      runMinutes: whole(1, 1_440).default(60),
      pages: whole(1, 1_000).default(50),
      megabytes: whole(1, 25).default(16),
    })
    .prefault({}),
  /** Nothing is asked while this is true. */
  paused: z.boolean().default(false),
});
export type SourceDocument = z.infer<typeof sourceDocument>;

/** Whether the gateway asks it by itself. */
export function isScheduled({ everyMinutes, paused }: SourceDocument): boolean {
  return everyMinutes !== undefined && !paused;
}

/** SMART v2 scopes for reading and searching what is asked for. */
function scopeOf({ types }: SourceDocument): string {
  const names = new Set(['Patient', ...types.map(({ type }) => type)]);
  return [...names].map((type) => `system/${type}.rs`).join(' ');
}

/** The registration as the connection takes it. */
export function serverSettings(source: SourceDocument): FhirServerSettings {
  const { base, token, types, pageSize, limits } = source;
  return {
    base,
    token: { ...token, scope: token.scope ?? scopeOf(source) },
    types,
    pageSize,
    limits: {
      requestMs: limits.requestSeconds * SECOND_MS,
      pages: limits.pages,
      bytes: limits.megabytes * MEBIBYTE,
    },
  };
}
