import type { Instant, Period } from '../vocabulary/instant.ts';

/** How precisely a birth date is known (COD170 DatumGebruik). */
export type BirthPrecision = 'day' | 'month' | 'year' | 'unknown';

/** A household member: a data subject about whom the plan holds facts. */
export interface Member {
  readonly id: string;
  /** `yyyy-mm-dd`, `yyyy-mm` or `yyyy`, as precise as `birthPrecision`; null when unknown. */
  readonly birthDate: string | null;
  readonly birthPrecision: BirthPrecision;
  readonly deceasedAt: Instant | null;
  /** Dated findings of (in)competence; none = competent (DECISION 9). */
  readonly competence: readonly { readonly competent: boolean; readonly from: Instant }[];
}

export const AUTHORITY_KINDS = [
  'gezag',
  'voogdij',
  'curator',
  'mentor',
  'bewindvoerder',
  'gemachtigde',
  'partner',
  'parent',
  'child',
  'sibling',
] as const;
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number];

export const AUTHORITY_STATUSES = [
  'established',
  'undetermined',
  'unwilling',
  'set-aside',
] as const;
export type AuthorityStatus = (typeof AUTHORITY_STATUSES)[number];

/** A dated record that someone may decide for a data subject (DOMAIN 2.3). */
export interface Authority extends Period {
  readonly id: string;
  readonly subject: string;
  /** A member, a person outside the household, or an organisation. */
  readonly holder: string;
  readonly kind: AuthorityKind;
  readonly status: AuthorityStatus;
  /** The answer of an authority source that says so; absent: an officer decided it. */
  readonly answer?: string;
}

/** Everything about people that consent needs; persons are those who decide but are no member. */
export interface People {
  readonly members: readonly Member[];
  readonly persons: readonly { readonly id: string; readonly deceasedAt?: Instant | null }[];
  readonly authorities: readonly Authority[];
}
