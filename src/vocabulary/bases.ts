/** Legal bases of GDPR article 6(1), in the order of the article. */
export const LEGAL_BASES = [
  'consent',
  'contract',
  'legal-obligation',
  'vital-interest',
  'public-task',
  'legitimate-interest',
] as const;

export type LegalBasis = (typeof LEGAL_BASES)[number];

/** What a recipient may do with a fact: see it, or only be told that there is something. */
export const ACTS = ['read', 'notify'] as const;

export type Act = (typeof ACTS)[number];
