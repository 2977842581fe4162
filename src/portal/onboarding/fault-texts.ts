import type { Bilingual, Language } from '../../vocabulary/code-list.ts';
import { NOTATION_FAULTS } from './notation-fault-texts.ts';
import { READER_FAULTS } from './reader-fault-texts.ts';
import { filled } from './texts.ts';

/** What is wrong, and what to do about it; `{1}`, `{2}` are parts of what the reader said. */
interface Told {
  readonly said: RegExp;
  readonly nl: string;
  readonly todo?: Bilingual;
}

const CHOOSE_CATEGORY = {
  nl: 'Neem een categorie uit de gids, zoals plan.goals of domain.finances.',
  en: 'Take a category of the guide, such as plan.goals or domain.finances.',
};
const CODE_LIST = {
  nl: 'Zet de lijst bij codes, of zet de code in de lijst.',
  en: 'Add the list under codes, or add the code to the list.',
};
const FORMAT = {
  nl: 'Zeg bij dates of decimals hoe uw export datums en getallen schrijft.',
  en: 'Say under dates or decimals how your export writes dates and numbers.',
};

const TOLD: readonly Told[] = [
  ...NOTATION_FAULTS,
  { said: /^is missing$/, nl: 'ontbreekt', todo: { nl: 'Voeg het toe.', en: 'Add it.' } },
  { said: /^must be of type (\w+)$/, nl: 'moet van het type {1} zijn' },
  { said: /^must be one of (.*)$/s, nl: 'moet een van deze zijn: {1}' },
  { said: /^is not of the form that belongs here$/, nl: 'heeft niet de vorm die hier hoort' },
  { said: /^is too short or empty$/, nl: 'is te kort of leeg' },
  { said: /^is too long: (\d+) at most$/, nl: 'is te lang: hoogstens {1}' },
  {
    said: /^is not known here$/,
    nl: 'is hier onbekend',
    todo: {
      nl: 'Haal het weg, of kijk hoe het heet in de gids.',
      en: 'Remove it, or look up its name in the guide.',
    },
  },
  {
    said: /^is none of the forms that may stand here$/,
    nl: 'is geen van de vormen die hier mogen staan',
  },
  { said: /^is not a data category$/, nl: 'is geen gegevenscategorie', todo: CHOOSE_CATEGORY },
  { said: /^is not a statute of the vocabulary$/, nl: 'is geen wet uit de lijst' },
  {
    said: /^names no list under codes$/,
    nl: 'noemt geen lijst die bij codes staat',
    todo: CODE_LIST,
  },
  { said: /^names no list under people$/, nl: 'noemt geen lijst die bij people staat' },
  { said: /^is not a path such as (.*)$/, nl: 'is geen pad zoals {1}' },
  { said: /^is not a template such as (.*)$/, nl: 'is geen sjabloon zoals {1}' },
  {
    said: /^goes up with (\d+) × \^, which is past the file: here (\d+) at most$/,
    nl: 'gaat {1} keer omhoog (^): voorbij het bestand. Hier kan het hoogstens {2} keer',
    todo: {
      nl: 'Haal ^ weg, of begin het pad met / voor het hele bestand.',
      en: 'Remove some ^, or begin the path with / for the file itself.',
    },
  },
  { said: /^(\S+) has no element (\S+)$/, nl: '{1} heeft geen element {2}' },
  {
    said: /^(\S+) has parts: go on to one of them$/,
    nl: '{1} heeft onderdelen: ga door naar een daarvan',
  },
  { said: /^(\S+) cannot be written by a mapping$/, nl: '{1} kan een koppeling niet schrijven' },
  {
    said: /^(\S+) repeats: give the item a \[key\]$/,
    nl: '{1} kan vaker voorkomen: geef het een [sleutel]',
  },
  {
    said: /^(\S+) does not repeat: it takes no \[key\]$/,
    nl: '{1} komt maar één keer voor: daar hoort geen [sleutel]',
  },
  { said: /^the \[key\] of (\S+) is no template$/, nl: 'de [sleutel] van {1} is geen sjabloon' },
  { said: /^is not a path of elements$/, nl: 'is geen pad van elementen' },
  {
    said: /^a reference is written as a whole: end the path before it$/,
    nl: 'een verwijzing schrijft u in haar geheel: eindig het pad ervoor',
  },
  { said: /^(\S+) takes a reference, not a field$/, nl: '{1} is een verwijzing, geen veld' },
  { said: /^(\S+) takes a (\S+), not a reference$/, nl: '{1} is een {2}, geen verwijzing' },
  {
    said: /^this element takes reference, person, subject or frame$/,
    nl: 'hier hoort reference, person, subject of frame',
  },
  { said: /^is not a code that (\S+) may have$/, nl: 'is geen code die {1} mag hebben' },
  { said: /^holds a code that (\S+) may not have$/, nl: 'bevat een code die {1} niet mag hebben' },
  { said: /^is not a resource type .*$/, nl: 'is geen soort resource die u zelf schrijft' },
  {
    said: /^needs a dossier: here, or in an item around it$/,
    nl: 'heeft een dossier nodig: hier, of in een item eromheen',
    todo: {
      nl: 'Zeg met dossier wat een levering in zijn geheel vervangt.',
      en: 'Say with dossier what a delivery replaces as a whole.',
    },
  },
  {
    said: /^needs subjects: here, or in an item around it$/,
    nl: 'heeft subjects nodig: hier, of in een item eromheen',
    todo: { nl: 'Zeg met subjects over wie het gaat.', en: 'Say with subjects whom it is about.' },
  },
  { said: /^goes with "format": "(\w+)"$/, nl: 'hoort bij "format": "{1}"' },
  { said: /^gives one namespace two prefixes$/, nl: 'geeft één namespace twee voorvoegsels' },
  {
    said: /^is not a (\S+) in the agreed format$/,
    nl: 'is geen {1} in het afgesproken formaat',
    todo: FORMAT,
  },
  { said: /^the text is not a (\S+)$/, nl: 'de tekst is geen {1}' },
  { said: /^is not a (\S+)$/, nl: 'is geen {1}' },
  {
    said: /^this dossier stands on several lines.*$/,
    nl: 'dit dossier staat op verschillende regels: zet het op één regel',
  },
  { said: /^more than (\d+) facts$/, nl: 'meer dan {1} feiten' },
  { said: /^is empty$/, nl: 'is leeg' },
  {
    said: /^two records of this dossier say something else in the same place.*$/,
    nl: 'twee records van dit dossier zeggen op dezelfde plaats iets anders',
    todo: {
      nl: 'Geef de resource of het item een eigen sleutel (key).',
      en: 'A {#} in the key often does.',
    },
  },
  {
    said: /^no rule names this value, and whom it concerns is not clear$/,
    nl: 'geen regel noemt deze waarde, en over wie het gaat is niet duidelijk',
  },
  {
    said: /^this code is not in the list of the mapping$/,
    nl: 'deze code staat niet in de lijst van de koppeling',
    todo: CODE_LIST,
  },
  {
    said: /^this code has no meaning in the mapping$/,
    nl: 'deze code heeft in de koppeling geen betekenis',
    todo: CODE_LIST,
  },
  {
    said: /^this (statute|precision) is not in the list of the mapping$/,
    nl: 'dit staat niet in de lijst van de koppeling',
    todo: CODE_LIST,
  },
  {
    said: /^this key is not in the list of people$/,
    nl: 'deze sleutel staat niet in de lijst van personen',
  },
  { said: /^two people have this key$/, nl: 'twee personen hebben deze sleutel' },
  {
    said: /^the mapping does not know whom this means$/,
    nl: 'de koppeling weet niet wie hiermee bedoeld is',
  },
  { said: /^is no text that FHIR can hold$/, nl: 'is geen tekst die FHIR kan bevatten' },
  { said: /^an identifier is missing$/, nl: 'een nummer van een persoon ontbreekt' },
  {
    said: /^it is not clear (whom this is about|who this person is)$/,
    nl: 'het is niet duidelijk over wie dit gaat',
  },
  {
    said: /^a field of the resource key is missing$/,
    nl: 'een veld van de sleutel (key) ontbreekt',
  },
  {
    said: /^a field that the mapping requires is missing$/,
    nl: 'een veld dat de koppeling verplicht stelt ontbreekt',
  },
  {
    said: /^expected one value, found a structure$/,
    nl: 'hier hoort één waarde, en er staat een structuur',
    todo: {
      nl: 'Noem het onderdeel, of maak er met each een item van.',
      en: 'Name the part, or make it an item with each.',
    },
  },
  {
    said: /^belongs to a fact of which another value was held back$/,
    nl: 'hoort bij een feit waarvan een andere waarde is teruggehouden',
  },
  {
    said: /^the field that names the dossier is missing here.*$/,
    nl: 'het veld dat het dossier noemt ontbreekt hier',
  },
  { said: /^no valid (\S+): (.*)$/s, nl: 'geen geldige {1}: {2}' },
];

/** A sentence with the language it is in, and what to do. */
export interface Sentence {
  readonly text: string;
  readonly language: Language;
  readonly todo?: string;
}

/** Where in a text it is, and that a delivery can be sent in parts. */
const FRAMES: readonly { readonly said: RegExp; readonly nl: string }[] = [
  { said: /^line (\d+), column (\d+): (?<inner>.*)$/s, nl: 'regel {1}, kolom {2}: {inner}' },
  { said: /^record (\d+): (?<inner>.*)$/s, nl: 'record {1}: {inner}' },
  { said: /^(?<inner>.*): send it in parts$/s, nl: '{inner}: stuur het in delen' },
];

/** What a reader of the gateway said, in the language of the page where that is known. */
export function toldIn(language: Language, said: string): Sentence {
  const told = TOLD.find((each) => each.said.test(said));
  if (language === 'en') return sentence(said, language, told?.todo?.en);
  if (told) return sentence(filled(told.nl, partsOf(told.said, said)), language, told.todo?.nl);
  const dutch = READER_FAULTS.get(said) ?? framed(said);
  return dutch === undefined ? sentence(said, 'en', undefined) : sentence(dutch, 'nl', undefined);
}

function sentence(text: string, language: Language, todo: string | undefined): Sentence {
  return { text, language, ...(todo !== undefined && { todo }) };
}

function framed(said: string): string | undefined {
  const frame = FRAMES.find((each) => each.said.test(said));
  if (!frame) return undefined;
  const parts = partsOf(frame.said, said);
  const inner = toldIn('nl', parts['inner'] ?? '');
  return inner.language === 'nl' ? filled(frame.nl, { ...parts, inner: inner.text }) : undefined;
}

function partsOf(pattern: RegExp, said: string): Readonly<Record<string, string>> {
  const match = pattern.exec(said);
  const numbered = (match ?? []).map((part, i) => [String(i), part] as const);
  return { ...Object.fromEntries(numbered), ...match?.groups };
}
