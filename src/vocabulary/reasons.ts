/** Why a fact was released or withheld: the closed list of DECISION 7. */
export const REASON_CODES = [
  'own',
  'permitted',
  'no-rule',
  'denied-by-rule',
  'consent-needed',
  'objection',
  'not-in-team',
  'no-care-relation',
  'age-or-level',
  'safety-block',
  'purpose-required',
  'purpose-not-allowed',
  'role-not-allowed',
  'unknown-recipient',
  'indeterminate',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

/** From the nearest miss to the farthest (DECISION 8, "several reasons"). */
export const MISSES_NEAR_TO_FAR = [
  'consent-needed',
  'age-or-level',
  'no-care-relation',
  'not-in-team',
  'objection',
  'denied-by-rule',
  'no-rule',
] as const satisfies readonly ReasonCode[];
