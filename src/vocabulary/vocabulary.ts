import { CATEGORIES } from './categories.ts';
import { CONSENT_EFFECT_TERMS, CONSENT_KIND_TERMS } from './consent-terms.ts';
import { ORGANISATION_KINDS } from './organisation-kinds.ts';
import { ACT_TERMS, BASIS_TERMS, CONDITION_TERMS, EFFECT_TERMS } from './policy-terms.ts';
import { PURPOSES } from './purposes.ts';
import { NOTICE_TERMS, REASON_TERMS } from './reason-terms.ts';
import { ROLES } from './roles.ts';
import { SOCIAL_DOMAINS } from './social-domains.ts';
import { STATUTES } from './statutes.ts';

/** Every closed list of the product. Adding a code is adding one row to one of these lists. */
export const VOCABULARY = {
  roles: ROLES,
  kinds: ORGANISATION_KINDS,
  domains: SOCIAL_DOMAINS,
  purposes: PURPOSES,
  categories: CATEGORIES,
  statutes: STATUTES,
  bases: BASIS_TERMS,
  acts: ACT_TERMS,
  conditions: CONDITION_TERMS,
  effects: EFFECT_TERMS,
  consentKinds: CONSENT_KIND_TERMS,
  consentEffects: CONSENT_EFFECT_TERMS,
  reasons: REASON_TERMS,
  notices: NOTICE_TERMS,
} as const;
