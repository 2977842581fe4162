import type { Bilingual, Language } from '../../vocabulary/code-list.ts';

/** Every text of the page, in every language. `{…}` is filled in. */
export const TEXTS = {
  title: { nl: 'Een formaat aansluiten · Planpoort', en: 'Connect a format · Planpoort' },
  skip: { nl: 'Naar de inhoud', en: 'Skip to the content' },
  languages: { nl: 'Taal', en: 'Language' },
  heading: { nl: 'Een formaat aansluiten', en: 'Connect a format' },
  intro: {
    nl: 'Zie wat de poort van uw export maakt: wat er gedeeld kan worden, over wie, en wat er nog ontbreekt.',
    en: 'See what the gateway makes of your export: what can be shared, about whom, and what is still missing.',
  },
  privacy: {
    nl: 'Uw voorbeeld blijft op dit apparaat. Deze pagina kan niets versturen en bewaart niets: alles gebeurt in uw browser. Gebruik toch liever verzonnen gegevens.',
    en: 'Your example stays on this device. This page cannot send anything and keeps nothing: all of it happens in your browser. Invented data are better still.',
  },
  needsScript: {
    nl: 'Deze pagina rekent in uw browser en heeft JavaScript nodig. Zonder kan het ook: planpoort preview op de opdrachtregel doet hetzelfde.',
    en: 'This page works in your browser and needs JavaScript. You can also do without: planpoort preview on the command line does the same.',
  },
  exampleHeading: { nl: '1. Een voorbeeld van uw export', en: '1. An example of your export' },
  exampleHint: {
    nl: 'JSON, CSV of XML, in UTF-8, hoogstens 10 MB.',
    en: 'JSON, CSV or XML, in UTF-8, at most 10 MB.',
  },
  exampleFile: { nl: 'Kies een bestand', en: 'Choose a file' },
  examplePaste: { nl: 'Of plak het voorbeeld hier', en: 'Or paste the example here' },
  exampleHeld: {
    nl: '{name} ({size}) is gekozen. Het is te groot om hier te tonen, en wordt gebruikt zoals het is.',
    en: '{name} ({size}) is chosen. It is too large to show here, and is used as it is.',
  },
  exampleDrop: { nl: 'Haal dit bestand weg', en: 'Remove this file' },
  mappingHeading: { nl: '2. De koppeling', en: '2. The mapping' },
  mappingHint: {
    nl: 'Een koppeling zegt in JSON waar elk veld van uw export bij hoort. De gids docs/onboarding-a-provider.md legt het uit.',
    en: 'A mapping says in JSON where each field of your export belongs. The guide docs/onboarding-a-provider.md explains it.',
  },
  ready: { nl: 'Begin met een kant-en-klare koppeling', en: 'Start from a ready mapping' },
  readyChoose: { nl: 'Kies een koppeling', en: 'Choose a mapping' },
  mappingFile: { nl: 'Of open een bestand', en: 'Or open a file' },
  draft: { nl: 'Begin vanuit mijn voorbeeld', en: 'Start from my example' },
  draftLegend: {
    nl: 'Wat is een dossier in uw voorbeeld?',
    en: 'What is a record in your example?',
  },
  draftHint: {
    nl: 'Het ontwerp geeft elk veld een plaats en niemand toegang: welke labels erbij horen, kiest u zelf.',
    en: 'The draft gives every field a place and nobody access: which labels belong to it is for you to choose.',
  },
  draftPath: {
    nl: 'Waar staat het dossier van één persoon?',
    en: 'Where is the record of one person?',
  },
  draftField: {
    nl: 'Welk veld zegt over wie het gaat?',
    en: 'Which field says whom it is about?',
  },
  draftFieldChoose: { nl: 'Kies een veld', en: 'Choose a field' },
  draftMake: { nl: 'Maak het ontwerp', en: 'Make the draft' },
  draftNeeds: {
    nl: 'Kies eerst het veld dat zegt over wie het dossier gaat.',
    en: 'First choose the field that says whom the record is about.',
  },
  draftNone: {
    nl: 'Van dit voorbeeld is geen ontwerp te maken. Begin met een kant-en-klare koppeling.',
    en: 'No draft can be made of this example. Start from a ready mapping.',
  },
  draftMade: {
    nl: 'Het ontwerp staat in het vak. Elk veld is nog voor u alleen.',
    en: 'The draft is in the box. Every field is still for you alone.',
  },
  mapping: { nl: 'Koppeling (JSON)', en: 'Mapping (JSON)' },
  categories: { nl: 'Welke labels zijn er?', en: 'Which labels are there?' },
  save: { nl: 'Bewaar als bestand', en: 'Save as a file' },
  undo: { nl: 'Zet de vorige tekst terug', en: 'Put the earlier text back' },
  preview: { nl: 'Toon wat het wordt', en: 'Show what it becomes' },
  working: { nl: 'Bezig met lezen…', en: 'Reading…' },
  done: {
    nl: '{facts} feiten. Niet gekoppeld: {unmapped}. In quarantaine: {held}.',
    en: '{facts} facts. Not mapped: {unmapped}. Quarantined: {held}.',
  },
  stale: {
    nl: 'U heeft iets veranderd. Wat hieronder staat hoort bij de vorige versie.',
    en: 'You changed something. What is below belongs to the version before.',
  },
  noExample: {
    nl: 'Er is nog geen voorbeeld. Kies een bestand of plak het.',
    en: 'There is no example yet. Choose a file or paste it.',
  },
  noMapping: {
    nl: 'Er is nog geen koppeling. Kies er een, of begin vanuit uw voorbeeld.',
    en: 'There is no mapping yet. Choose one, or start from your example.',
  },
  tooLarge: {
    nl: 'Dit is groter dan {most}. Neem een kleiner deel, of gebruik planpoort preview op de opdrachtregel.',
    en: 'This is larger than {most}. Take a smaller part, or use planpoort preview on the command line.',
  },
  tooSlow: {
    nl: 'Dit duurde langer dan {seconds} seconden en is gestopt. Neem een kleiner deel van uw export.',
    en: 'This took more than {seconds} seconds and was stopped. Take a smaller part of your export.',
  },
  failed: {
    nl: 'Dit lukte niet door een fout van ons. Meld het met het formaat van uw export, zonder gegevens.',
    en: 'This failed through a fault of ours. Report it with the format of your export, without data.',
  },
  notSent: {
    nl: 'Dit bestand kan niet gelezen worden.',
    en: 'This file cannot be read.',
  },
} as const satisfies Record<string, Bilingual>;

export type TextKey = keyof typeof TEXTS;

/** A text in a language, with what belongs between its braces. */
export function textIn(
  language: Language,
  key: TextKey,
  values: Readonly<Record<string, string>> = {},
): string {
  return filled(TEXTS[key][language], values);
}

/** Braces that nothing is given for stay as they are. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
