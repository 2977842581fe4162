import { codeList } from './code-list.ts';
import type { CodeList } from './code-list.ts';

/** Displays of the legal bases of GDPR article 6(1). */
export const BASIS_TERMS: CodeList = codeList([
  {
    code: 'consent',
    nl: ['toestemming', 'De betrokkene stemde hiermee in (AVG 6(1)(a)).'],
    en: ['consent', 'The data subject agreed to this (GDPR 6(1)(a)).'],
  },
  {
    code: 'contract',
    nl: ['overeenkomst', 'Nodig voor een overeenkomst met de betrokkene (AVG 6(1)(b)).'],
    en: ['contract', 'Needed for a contract with the data subject (GDPR 6(1)(b)).'],
  },
  {
    code: 'legal-obligation',
    nl: ['wettelijke verplichting', 'De wet verplicht de ontvanger hiertoe (AVG 6(1)(c)).'],
    en: ['legal obligation', 'The law obliges the recipient to do it (GDPR 6(1)(c)).'],
  },
  {
    code: 'vital-interest',
    nl: ['vitaal belang', 'Nodig om leven of gezondheid te redden (AVG 6(1)(d)).'],
    en: ['vital interest', 'Needed to save life or health (GDPR 6(1)(d)).'],
  },
  {
    code: 'public-task',
    nl: ['publieke taak', 'Nodig voor een taak van algemeen belang (AVG 6(1)(e)).'],
    en: ['public task', 'Needed for a task in the public interest (GDPR 6(1)(e)).'],
  },
  {
    code: 'legitimate-interest',
    nl: ['gerechtvaardigd belang', 'Belang dat zwaarder weegt; niet voor overheden (AVG 6(1)(f)).'],
    en: ['legitimate interest', 'An overriding interest; not for authorities (GDPR 6(1)(f)).'],
  },
]);

/** Displays of what a recipient may do with a fact. */
export const ACT_TERMS: CodeList = codeList([
  {
    code: 'read',
    nl: ['inzien', 'De gegevens zelf zien.'],
    en: ['read', 'See the data itself.'],
  },
  {
    code: 'notify',
    nl: ['weten dat', 'Alleen weten dat er iets is, zonder inhoud.'],
    en: ['notify', 'Only know that there is something, without content.'],
  },
]);

/** The closed list of terms that a rule's condition may be made of. */
export const CONDITION_TERMS: CodeList = codeList([
  {
    code: 'always',
    nl: ['altijd', 'Geldt zonder verdere voorwaarde.'],
    en: ['always', 'Holds without a further condition.'],
  },
  {
    code: 'consent',
    nl: ['met toestemming', 'Er is een geldige toestemming om het geheim te doorbreken.'],
    en: ['with consent', 'There is a valid consent that lifts professional secrecy.'],
  },
  {
    code: 'team',
    nl: ['in het team', 'De ontvanger zit nu met deze rol in het team van het plan.'],
    en: ['in the team', 'The recipient is now in the care team with this role.'],
  },
  {
    code: 'involved',
    nl: ['zelf betrokken', 'De ontvanger helpt deze persoon nu zelf.'],
    en: ['involved', 'The recipient now has an own care relation with this person.'],
  },
  {
    code: 'emergency',
    nl: ['bij nood', 'Er staat een noodtoegang van deze ontvanger open.'],
    en: ['emergency', 'An emergency access of this recipient is open.'],
  },
  {
    code: 'objection',
    nl: ['bij bezwaar', 'De betrokkene maakte bezwaar (AVG 21).'],
    en: ['objection', 'The data subject objected (GDPR 21).'],
  },
  {
    code: 'restriction',
    nl: ['bij beperking', 'De verwerking is beperkt (AVG 18).'],
    en: ['restriction', 'Processing is restricted (GDPR 18).'],
  },
  {
    code: 'law',
    nl: ['wet', 'Het gegeven is wel of niet onder deze wet verzameld.'],
    en: ['statute', 'The fact was, or was not, collected under this statute.'],
  },
  {
    code: 'age',
    nl: ['leeftijd', 'De betrokkene is nu ten minste, of jonger dan, zo oud.'],
    en: ['age', 'The data subject is now at least, or younger than, this age.'],
  },
  {
    code: 'level',
    nl: ['regieniveau', 'Het plan heeft nu ten minste, of minder dan, dit niveau (1–4).'],
    en: ['level', 'The plan is now at least at, or below, this level (1–4).'],
  },
]);

/** The two effects of a rule. A refusal wins from any permission. */
export const EFFECT_TERMS: CodeList = codeList([
  {
    code: 'allow',
    nl: ['toestaan', 'Staat toe, als geen andere regel weigert.'],
    en: ['allow', 'Permits, unless another rule refuses.'],
  },
  {
    code: 'deny',
    nl: ['weigeren', 'Weigert, wat andere regels ook toestaan.'],
    en: ['deny', 'Refuses, whatever other rules permit.'],
  },
]);
