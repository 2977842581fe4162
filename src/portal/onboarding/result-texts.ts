import type { Bilingual, Language } from '../../vocabulary/code-list.ts';
import { filled } from './texts.ts';

/** Every text of a result, in every language. `{…}` is filled in. */
export const RESULT_TEXTS = {
  result: { nl: 'Wat het wordt', en: 'What it becomes' },
  mappingWrong: {
    nl: 'De koppeling kan nog niet gebruikt worden',
    en: 'The mapping cannot be used yet',
  },
  exampleWrong: { nl: 'Het voorbeeld kan niet gelezen worden', en: 'The example cannot be read' },
  readWith: { nl: 'Gelezen met {mapping}.', en: 'Read with {mapping}.' },
  counts: { nl: 'Elke waarde van het voorbeeld', en: 'Every value of the example' },
  mapped: { nl: 'gekoppeld', en: 'mapped' },
  unmapped: { nl: 'niet gekoppeld', en: 'not mapped' },
  quarantined: { nl: 'in quarantaine', en: 'quarantined' },
  ignored: { nl: 'geen inhoud', en: 'no content' },
  empty: { nl: 'leeg', en: 'empty' },
  mappedMeans: {
    nl: 'wordt (een deel van) een feit',
    en: 'becomes a fact, or part of one',
  },
  unmappedMeans: {
    nl: 'geen regel noemt het: u houdt het, niemand anders krijgt het ooit',
    en: 'no rule names it: you keep it, nobody else ever gets it',
  },
  quarantinedMeans: {
    nl: 'wordt teruggehouden tot het hersteld is',
    en: 'is held back until it is repaired',
  },
  ignoredMeans: {
    nl: 'verpakking, sleutels en codes die alleen sturen',
    en: 'envelope, keys, and codes that only steer',
  },
  emptyMeans: { nl: 'er staat niets', en: 'there is nothing' },
  jump: { nl: 'Ga naar', en: 'Go to' },
  source: { nl: 'Uw voorbeeld', en: 'Your example' },
  show: { nl: 'Toon', en: 'Show' },
  showAll: { nl: 'alles', en: 'everything' },
  more: { nl: 'Toon er meer (nog {left})', en: 'Show more ({left} left)' },
  beyond: {
    nl: 'Er zijn er {count}; de eerste {shown} staan hier.',
    en: 'There are {count}; the first {shown} are here.',
  },
  nothing: { nl: 'Niets.', en: 'Nothing.' },
  facts: { nl: 'De feiten', en: 'The facts' },
  fact: { nl: 'feit {number}', en: 'fact {number}' },
  noFacts: {
    nl: 'Er komt nog geen enkel feit uit.',
    en: 'No fact comes out yet.',
  },
  labels: { nl: 'Labels', en: 'Labels' },
  about: { nl: 'Over', en: 'About' },
  under: { nl: 'Verzameld onder', en: 'Collected under' },
  ownLaw: { nl: 'de wet waaronder u geregistreerd bent', en: 'the law you are registered with' },
  from: { nl: 'Uit', en: 'From' },
  dossier: { nl: 'Dossier', en: 'Dossier' },
  ruleAt: { nl: 'Regel', en: 'Rule' },
  line: { nl: 'regel {line}', en: 'line {line}' },
  byRule: { nl: 'door', en: 'by' },
  byCode: { nl: 'door een code, via', en: 'by a code, through' },
  byTighten: { nl: 'toegevoegd door', en: 'added by' },
  byNone: { nl: 'er staan geen labels bij', en: 'there are no labels at' },
  byUnknown: { nl: 'geen bekende code bij', en: 'no known code at' },
  of: { nl: 'van', en: 'of' },
  ofHousehold: { nl: 'van het huishouden', en: 'of the household' },
  otherwise: {
    nl: 'Is iemand hierin niet ingeschreven, dan wordt het',
    en: 'When somebody in it is not enrolled it becomes',
  },
  withLabels: { nl: 'met de labels', en: 'with the labels' },
  unmappedList: { nl: 'Niet gekoppeld', en: 'Not mapped' },
  heldList: { nl: 'In quarantaine', en: 'Quarantined' },
  times: { nl: '{count} keer, bijvoorbeeld', en: '{count} times, for example' },
  itemAt: { nl: 'in het item van', en: 'in the item of' },
  suggest: { nl: 'Wat u kunt toevoegen', en: 'What you can add' },
  suggestMap: {
    nl: 'Een feit, nog zonder toegang voor anderen. Kies daarna de labels. Bij {member} op',
    en: 'A fact, still without access for others. Choose the labels afterwards. Under {member} at',
  },
  suggestIgnore: {
    nl: 'Of, als het geen inhoud is, bij {member} op',
    en: 'Or, when it is no content, under {member} at',
  },
  onlyIgnore: {
    nl: 'Als het geen inhoud is, bij {member} op',
    en: 'When it is no content, under {member} at',
  },
  add: { nl: 'Voeg dit feit toe', en: 'Add this fact' },
  addIgnore: { nl: 'Het is geen inhoud', en: 'It is no content' },
  addFor: { nl: 'voor {place}', en: 'for {place}' },
  near: { nl: 'Bedoelde u {near}?', en: 'Did you mean {near}?' },
  or: { nl: 'of', en: 'or' },
  use: { nl: 'In gebruik nemen', en: 'Put it into use' },
  useHint: {
    nl: 'Bewaar de koppeling als {file}. Wie het register van de regio beheert registreert haar; daarna levert u aan. Vervang de woorden in hoofdletters.',
    en: 'Save the mapping as {file}. Whoever manages the register of the region registers it; then you push. Replace the words in capitals.',
  },
  register: { nl: 'Registreren', en: 'Register' },
  push: { nl: 'Aanleveren', en: 'Push' },
  dryRun: {
    nl: 'Met --dry-run erachter wordt niets bewaard.',
    en: 'With --dry-run behind it nothing is stored.',
  },
  enrolled: {
    nl: 'Of deze personen bij de poort zijn ingeschreven blijkt pas bij het aanleveren:',
    en: 'Whether these people are enrolled at the gateway is known only at a push:',
  },
} as const satisfies Record<string, Bilingual>;

export type ResultKey = keyof typeof RESULT_TEXTS;

/** Says texts of a result in one language. */
export type Say = (key: ResultKey, values?: Readonly<Record<string, string>>) => string;

export function sayIn(language: Language): Say {
  return (key, values = {}) => filled(RESULT_TEXTS[key][language], values);
}
