import type { QuarantineCode } from '../../plan/delivery.ts';

/** What would repair what was held back for a reason, for people. */
export interface Remedy {
  readonly nl: string;
  readonly en: string;
}

export const REMEDIES: Readonly<Record<QuarantineCode, Remedy>> = {
  'not-a-plan-resource': {
    nl: 'Dit soort gegeven hoort niet in het plan. Er is niets te herstellen.',
    en: 'This kind of resource is no part of the plan. There is nothing to repair.',
  },
  'invalid-value': {
    nl: 'Een mapping die deze schrijfwijze leest, of de waarde opnieuw sturen in de afgesproken schrijfwijze.',
    en: 'A mapping that reads this notation, or the value sent again in the agreed one.',
  },
  'invalid-resource': {
    nl: 'Het gegeven opnieuw sturen als geldig FHIR R4.',
    en: 'The resource sent again as valid FHIR R4.',
  },
  'unknown-code': {
    nl: 'Een mapping die deze code kent.',
    en: 'A mapping that knows this code.',
  },
  'unknown-person': {
    nl: 'De coördinator van het huishouden meldt deze persoon aan onder uw kenmerk; daarna opnieuw lezen.',
    en: 'Whoever coordinates the household enrols this person under your identifier; then replay.',
  },
  'people-of-different-plans': {
    nl: 'Aanmeldingen waardoor deze mensen lid zijn van één plan, of een mapping die hen uit elkaar houdt.',
    en: 'Enrolments that make these people members of one plan, or a mapping that keeps them apart.',
  },
  'contradictory-person': {
    nl: 'De aanmelding of het dossier verbeteren: twee kenmerken van één persoon wijzen naar twee mensen.',
    en: 'The enrolment or the dossier corrected: two identifiers of one person lead to two people.',
  },
  'no-subject': {
    nl: 'Een mapping die zegt over wie dit gaat.',
    en: 'A mapping that says whom this is about.',
  },
  unmapped: {
    nl: 'Een mapping met een regel voor deze plaats, of deze plaats onder ignore.',
    en: 'A mapping with a rule for this place, or with this place under ignore.',
  },
  'too-large': {
    nl: 'De levering in kleinere delen opnieuw sturen.',
    en: 'The delivery sent again in smaller parts.',
  },
  superseded: {
    nl: 'Niets: er is later iets nieuwers over gezegd.',
    en: 'Nothing: something newer was said about it.',
  },
  unreadable: {
    nl: 'De regel opnieuw sturen als geldige JSON.',
    en: 'The line sent again as valid JSON.',
  },
};

/** Reasons that another enrolment can remove, with the mapping as it is. */
export const BY_ENROLMENT: ReadonlySet<QuarantineCode> = new Set([
  'unknown-person',
  'people-of-different-plans',
  'contradictory-person',
]);
