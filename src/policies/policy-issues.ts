import type { Bilingual } from '../vocabulary/code-list.ts';

/** Everything that refuses a policy version, with what is wrong and what to do about it. */
const TEXTS = {
  'too-large': [
    'Het bestand is groter dan een beleidsversie mag zijn.',
    'The file is larger than a policy version may be.',
    'Controleer of dit het goede bestand is.',
    'Check that this is the right file.',
  ],
  'not-a-row': [
    'Dit is geen rij van teksten.',
    'This is not a row of texts.',
    'Geef elke rij als een lijst van teksten.',
    'Give every row as a list of texts.',
  ],
  'unknown-row-type': [
    'Onbekend soort rij.',
    'Unknown type of row.',
    'Begin de rij met p, g, g2, g3 of g4, in kleine letters.',
    'Begin the row with p, g, g2, g3 or g4, in lower case.',
  ],
  'column-count': [
    'Het aantal kolommen klopt niet.',
    'The number of columns is wrong.',
    'Een regel heeft 10 kolommen (p, id, rol, soort organisatie, doel, gegevens, grondslag, handeling, voorwaarde, effect), een verband 3.',
    'A rule has 10 columns (p, id, role, kind, purpose, category, basis, act, condition, effect), a link 3.',
  ],
  'empty-value': [
    'Deze kolom is leeg.',
    'This column is empty.',
    'Vul de kolom in; voor "alles" bestaat telkens een eigen code.',
    'Fill in the column; for "everything" each list has a code of its own.',
  ],
  'bad-code': [
    'Deze kolom bevat tekens die een code niet mag hebben, of is te lang.',
    'This column holds characters that a code may not have, or is too long.',
    'Gebruik kleine letters, cijfers, punt en streepje, ten hoogste 64 tekens.',
    'Use lower-case letters, digits, dot and hyphen, at most 64 characters.',
  ],
  'bad-id': [
    'Het nummer van de regel bevat tekens die niet mogen, of is te lang.',
    'The id of the rule holds characters it may not have, or is too long.',
    'Gebruik letters, cijfers, punt en streepje, ten hoogste 64 tekens.',
    'Use letters, digits, dot and hyphen, at most 64 characters.',
  ],
  'duplicate-id': [
    'Dit nummer is al van een andere regel.',
    'Another rule has this id already.',
    'Geef elke regel een eigen nummer.',
    'Give every rule an id of its own.',
  ],
  'duplicate-link': [
    'Dit verband staat er al.',
    'This link is there already.',
    'Verwijder een van de twee.',
    'Remove one of the two.',
  ],
  'circular-link': [
    'Deze code komt via zijn bovenliggende codes weer bij zichzelf uit.',
    'This code leads back to itself through its broader codes.',
    'Haal een verband uit de kring weg.',
    'Remove one link of the circle.',
  ],
  'too-deep': [
    'Deze code ligt meer dan acht niveaus onder de bovenste.',
    'This code lies more than eight levels below the top.',
    'Maak de indeling vlakker.',
    'Make the levels flatter.',
  ],
  'too-many-broader': [
    'Deze code heeft meer dan vier bovenliggende codes.',
    'This code has more than four broader codes.',
    'Beperk het aantal bovenliggende codes.',
    'Limit the number of broader codes.',
  ],
  'not-linked': [
    'Deze code komt in de indelingen van deze versie niet voor.',
    'This code does not occur in the hierarchies of this version.',
    'Verbeter de code, of neem het verband met de bovenliggende code op.',
    'Correct the code, or add the link to its broader code.',
  ],
  'unknown-code': [
    'Deze code staat niet in de woordenlijst.',
    'This code is not in the vocabulary.',
    'Kies een code uit de woordenlijst.',
    'Choose a code of the vocabulary.',
  ],
  'link-differs': [
    'De woordenlijst kent dit verband niet.',
    'The vocabulary does not have this link.',
    'Neem de indeling van de woordenlijst over.',
    'Take over the levels of the vocabulary.',
  ],
  'link-missing': [
    'Van deze code ontbreekt een verband dat de woordenlijst wel heeft.',
    'A link of this code that the vocabulary has is missing.',
    'Neem elk verband van de woordenlijst op: anders mist een weigering deze code.',
    'Add every link of the vocabulary: otherwise a refusal misses this code.',
  ],
  'unknown-basis': [
    'Onbekende grondslag.',
    'Unknown legal basis.',
    'Kies een grondslag van AVG 6(1), of * in een weigering.',
    'Choose a basis of GDPR 6(1), or * in a refusal.',
  ],
  'allow-any-basis': [
    'Een toestaande regel moet precies één grondslag noemen.',
    'A rule that allows must name exactly one legal basis.',
    'Vervang * door de grondslag waarop de ontvanger zich beroept.',
    'Replace * by the basis the recipient relies on.',
  ],
  'unknown-act': [
    'Onbekende handeling.',
    'Unknown act.',
    'Kies read of notify.',
    'Choose read or notify.',
  ],
  'unknown-condition': [
    'De voorwaarde bevat een term die niet bestaat.',
    'The condition holds a term that does not exist.',
    'Gebruik alleen always, consent, team, involved, emergency, objection, restriction, law=…, law!=…, age>=…, age<…, level>=… of level<…, gescheiden door " & ".',
    'Use only always, consent, team, involved, emergency, objection, restriction, law=…, law!=…, age>=…, age<…, level>=… or level<…, separated by " & ".',
  ],
  'unknown-statute': [
    'De voorwaarde noemt een wet die niet in de woordenlijst staat.',
    'The condition names a statute that is not in the vocabulary.',
    'Kies een wet uit de woordenlijst.',
    'Choose a statute of the vocabulary.',
  ],
  'unknown-effect': [
    'Het effect is niet precies allow of deny.',
    'The effect is not exactly allow or deny.',
    'Schrijf allow of deny, in kleine letters.',
    'Write allow or deny, in lower case.',
  ],
  'no-rules': [
    'Deze versie bevat geen enkele regel.',
    'This version has no rule at all.',
    'Voeg ten minste één regel toe.',
    'Add at least one rule.',
  ],
} as const satisfies Record<string, readonly [string, string, string, string]>;

export type PolicyIssueCode = keyof typeof TEXTS;

/**
 * One reason why a version is refused. It points at a place and never repeats what stood there:
 * whoever offers the wrong file must not find it back in a log.
 */
export interface PolicyIssue {
  /** Line of the text or number of the row, from 1; 0 for the version as a whole. */
  readonly line: number;
  /** Column of the row, from 1; absent when the whole row is meant. */
  readonly column?: number;
  readonly code: PolicyIssueCode;
  readonly what: Bilingual;
  readonly remedy: Bilingual;
}

/** Where something stands: the line and, where it matters, the column. */
export interface Place {
  readonly line: number;
  readonly column?: number;
}

/** Words an issue. */
export function policyIssue(code: PolicyIssueCode, place: Place): PolicyIssue {
  const [whatNl, whatEn, remedyNl, remedyEn] = TEXTS[code];
  return {
    ...place,
    code,
    what: { nl: whatNl, en: whatEn },
    remedy: { nl: remedyNl, en: remedyEn },
  };
}
