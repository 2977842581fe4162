import { codeList } from './code-list.ts';
import type { CodeList } from './code-list.ts';

/** The five domains of social care; every organisation belongs to one. */
export const SOCIAL_DOMAINS: CodeList = codeList([
  {
    code: 'youth-family',
    nl: ['jeugd en gezin', 'Opgroeien, opvoeden en jeugdhulp.'],
    en: ['youth and family', 'Growing up, parenting and youth care.'],
  },
  {
    code: 'education-childcare',
    nl: ['onderwijs en opvang', 'School, leerplicht en kinderopvang.'],
    en: ['education and childcare', 'School, compulsory education and childcare.'],
  },
  {
    code: 'care-welfare',
    nl: ['zorg en welzijn', 'Zorg, behandeling, ondersteuning en welzijn.'],
    en: ['care and welfare', 'Care, treatment, support and welfare.'],
  },
  {
    code: 'work-income',
    nl: ['werk en inkomen', 'Werk, uitkering en schulden.'],
    en: ['work and income', 'Work, benefits and debts.'],
  },
  {
    code: 'safety',
    nl: ['veiligheid', 'Bescherming, straf en veiligheid thuis.'],
    en: ['safety', 'Protection, criminal justice and safety at home.'],
  },
]);
