import { codeList } from './code-list.ts';
import type { CodeList } from './code-list.ts';

/** What a client or an officer reads as the reason of a decision. */
export const REASON_TERMS: CodeList = codeList([
  {
    code: 'own',
    nl: ['eigen gegevens', 'De ontvanger heeft dit zelf aangeleverd.'],
    en: ['own data', 'The recipient contributed this itself.'],
  },
  {
    code: 'permitted',
    nl: ['toegestaan', 'Een regel staat het toe en geen regel weigert het.'],
    en: ['permitted', 'A rule permits it and no rule refuses it.'],
  },
  {
    code: 'no-rule',
    nl: ['geen regel', 'Geen regel staat dit voor dit doel toe.'],
    en: ['no rule', 'No rule permits this for this purpose.'],
  },
  {
    code: 'denied-by-rule',
    nl: ['geweigerd door een regel', 'Een regel weigert dit uitdrukkelijk.'],
    en: ['denied by a rule', 'A rule refuses this explicitly.'],
  },
  {
    code: 'consent-needed',
    nl: ['toestemming nodig', 'Zonder geldige toestemming mag dit niet.'],
    en: ['consent needed', 'This may not be done without valid consent.'],
  },
  {
    code: 'objection',
    nl: ['bezwaar of beperking', 'Er is bezwaar gemaakt of het gebruik is beperkt.'],
    en: ['objection or restriction', 'There is an objection, or use is restricted.'],
  },
  {
    code: 'not-in-team',
    nl: ['niet in het team', 'De ontvanger zit niet met deze rol in het team.'],
    en: ['not in the team', 'The recipient is not in the team with this role.'],
  },
  {
    code: 'no-care-relation',
    nl: ['niet zelf betrokken', 'De ontvanger helpt deze persoon nu niet.'],
    en: ['no care relation', 'The recipient does not help this person now.'],
  },
  {
    code: 'age-or-level',
    nl: ['leeftijd of regieniveau', 'De leeftijd of het regieniveau past niet bij de regel.'],
    en: ['age or level', 'The age or the level does not fit the rule.'],
  },
  {
    code: 'safety-block',
    nl: ['blokkade voor veiligheid', 'Afgeschermd om iemand te beschermen.'],
    en: ['safety block', 'Shielded to protect someone.'],
  },
  {
    code: 'purpose-required',
    nl: ['doel ontbreekt', 'Er is geen doel genoemd.'],
    en: ['purpose required', 'No purpose was named.'],
  },
  {
    code: 'purpose-not-allowed',
    nl: ['doel niet toegestaan', 'Dit doel bestaat niet of is voor deze ontvanger niet open.'],
    en: ['purpose not allowed', 'This purpose is unknown or not open to this recipient.'],
  },
  {
    code: 'role-not-allowed',
    nl: ['rol niet toegestaan', 'Geen rol genoemd, of een die deze organisatie niet heeft.'],
    en: ['role not allowed', 'No role was named, or one this organisation does not have.'],
  },
  {
    code: 'unknown-recipient',
    nl: ['onbekende ontvanger', 'Deze organisatie is niet aangesloten.'],
    en: ['unknown recipient', 'This organisation is not connected.'],
  },
  {
    code: 'indeterminate',
    nl: ['niet vast te stellen', 'Er ontbreekt iets om dit te kunnen beslissen.'],
    en: ['indeterminate', 'Something needed to decide this is missing.'],
  },
]);

/** What a recipient reads about a category: from policy alone, never from what the plan holds. */
export const NOTICE_TERMS: CodeList = codeList([
  {
    code: 'ask-coordinator',
    nl: ['vraag de zorgcoördinator', 'U mag dit in sommige situaties zien.'],
    en: ['ask the coordinator', 'You may see this in some situations.'],
  },
  {
    code: 'client-may-allow',
    nl: ['cliënt kan het toestaan', 'U mag dit alleen zien met toestemming.'],
    en: ['client may allow it', 'You may see this with consent only.'],
  },
  {
    code: 'not-for-this-purpose',
    nl: ['niet voor dit doel', 'U mag dit voor dit doel niet zien.'],
    en: ['not for this purpose', 'You may not see this for this purpose.'],
  },
]);
