import type { Instant, Period } from '../vocabulary/instant.ts';

export const CONSENT_KINDS = ['secrecy', 'gdpr', 'objection', 'restriction'] as const;
/** Which duty or right a provision is about (VOCABULARY, kinds of consent). */
export type ConsentKind = (typeof CONSENT_KINDS)[number];

export const CONSENT_EFFECTS = ['grant', 'refuse', 'object', 'restrict'] as const;
export type ConsentEffect = (typeof CONSENT_EFFECTS)[number];

/** To whom a provision applies: one organisation, a kind of organisation, or anyone. */
export type ProvisionRecipient =
  { readonly organisation: string } | { readonly kind: string } | { readonly any: true };

/** One stored expression of will about one data subject (DECISION 4). */
export interface Provision extends Period {
  readonly id: string;
  readonly subject: string;
  readonly kind: ConsentKind;
  readonly effect: ConsentEffect;
  readonly recipient: ProvisionRecipient;
  readonly purpose: string;
  readonly category: string;
  /** Everyone who signed: members, persons or organisations. */
  readonly givers: readonly string[];
  readonly withdrawnAt: Instant | null;
  readonly afterDeath: boolean;
}
