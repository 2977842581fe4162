import { codeList } from './code-list.ts';
import type { CodeList } from './code-list.ts';

/**
 * What a fact is about. Three life domains are health as well (GDPR article 9) and one is criminal
 * as well (GDPR article 10): a rule on either parent covers them.
 */
export const CATEGORIES: CodeList = codeList([
  {
    code: 'any-category',
    nl: ['alle gegevens', 'Elke soort gegevens.'],
    en: ['any data', 'Every kind of data.'],
  },
  {
    code: 'identity',
    broader: ['any-category'],
    nl: ['persoonsgegevens', 'Wie iemand is en waar iemand te vinden is.'],
    en: ['identity', 'Who someone is and where to find them.'],
  },
  {
    code: 'identity.name',
    broader: ['identity'],
    nl: ['naam', 'Voornamen, achternaam, roepnaam.'],
    en: ['name', 'Given names, family name, name used.'],
  },
  {
    code: 'identity.birth',
    broader: ['identity'],
    nl: ['geboorte', 'Geboortedatum, geboorteplaats en geslacht.'],
    en: ['birth', 'Date and place of birth, and sex.'],
  },
  {
    code: 'identity.contact',
    broader: ['identity'],
    nl: ['contactgegevens', 'Telefoon, e-mail en andere bereikbaarheid.'],
    en: ['contact details', 'Telephone, e-mail and other ways to reach someone.'],
  },
  {
    code: 'identity.address',
    broader: ['identity'],
    nl: ['adres', 'Woon- of verblijfadres.'],
    en: ['address', 'Where someone lives or stays.'],
  },
  {
    code: 'identity.bsn',
    broader: ['identity'],
    nl: ['burgerservicenummer', 'Het BSN; alleen waar een wet het voorschrijft (UAVG 46).'],
    en: ['citizen service number', 'The BSN; only where a statute prescribes it.'],
  },
  {
    code: 'identity.household',
    broader: ['identity'],
    nl: ['huishouden', 'Dat iemand bij dit huishouden hoort of bij een organisatie bekend is.'],
    en: ['household', 'That someone belongs to this household or is known somewhere.'],
  },
  {
    code: 'participation',
    broader: ['any-category'],
    nl: ['betrokkenheid', 'Welke organisaties en mensen betrokken zijn.'],
    en: ['involvement', 'Which organisations and people are involved.'],
  },
  {
    code: 'participation.team',
    broader: ['participation'],
    nl: ['team', 'Wie er in het team rond het huishouden zit.'],
    en: ['team', 'Who is in the team around the household.'],
  },
  {
    code: 'participation.sensitive',
    broader: ['participation'],
    nl: ['gevoelige betrokkenheid', 'Betrokkenheid die op zichzelf al iets verraadt.'],
    en: ['sensitive involvement', 'Involvement that discloses something by itself.'],
  },
  {
    code: 'plan',
    broader: ['any-category'],
    nl: ['plan', 'Doelen, afspraken en voortgang van het plan.'],
    en: ['plan', 'Goals, agreements and progress of the plan.'],
  },
  {
    code: 'plan.goals',
    broader: ['plan'],
    nl: ['doelen', 'Wat het huishouden wil bereiken.'],
    en: ['goals', 'What the household wants to achieve.'],
  },
  {
    code: 'plan.agreements',
    broader: ['plan'],
    nl: ['afspraken', 'Wie doet wat, en wanneer.'],
    en: ['agreements', 'Who does what by when.'],
  },
  {
    code: 'plan.evaluation',
    broader: ['plan'],
    nl: ['evaluatie', 'Hoe het gaat en wat het plan heeft opgeleverd.'],
    en: ['evaluation', 'How things go and what the plan has brought.'],
  },
  {
    code: 'plan.coordination',
    broader: ['plan'],
    nl: ['regie', 'Regieniveau, overleg en coördinatie.'],
    en: ['coordination', 'Level, meetings and coordination.'],
  },
  {
    code: 'domain',
    broader: ['any-category'],
    nl: ['leefgebieden', 'De leefgebieden van de zelfredzaamheid-matrix.'],
    en: ['life domains', 'The life domains of the self-sufficiency matrix.'],
  },
  {
    code: 'domain.finances',
    broader: ['domain'],
    nl: ['financiën', 'Inkomen, uitgaven en schulden.'],
    en: ['finances', 'Income, spending and debts.'],
  },
  {
    code: 'domain.work-education',
    broader: ['domain'],
    nl: ['werk en opleiding', 'Werk, school en opleiding.'],
    en: ['work and education', 'Work, school and training.'],
  },
  {
    code: 'domain.time-use',
    broader: ['domain'],
    nl: ['tijdsbesteding', 'Dagritme, dagbesteding en vrije tijd.'],
    en: ['use of time', 'Daily rhythm, daytime activities and leisure.'],
  },
  {
    code: 'domain.housing',
    broader: ['domain'],
    nl: ['huisvesting', 'De woning en de zekerheid daarvan.'],
    en: ['housing', 'The home and how secure it is.'],
  },
  {
    code: 'domain.domestic-relations',
    broader: ['domain'],
    nl: ['huiselijke relaties', 'Hoe de gezinsleden met elkaar omgaan.'],
    en: ['domestic relations', 'How the members of the household get on.'],
  },
  {
    code: 'domain.mental-health',
    broader: ['domain', 'health'],
    nl: ['geestelijke gezondheid', 'Psychische klachten, diagnose en behandeling.'],
    en: ['mental health', 'Mental complaints, diagnosis and treatment.'],
  },
  {
    code: 'domain.physical-health',
    broader: ['domain', 'health'],
    nl: ['lichamelijke gezondheid', 'Ziekte, beperking en lichamelijke zorg.'],
    en: ['physical health', 'Illness, disability and physical care.'],
  },
  {
    code: 'domain.addiction',
    broader: ['domain', 'health'],
    nl: ['verslaving', 'Middelengebruik en ander verslavingsgedrag.'],
    en: ['addiction', 'Substance use and other addictive behaviour.'],
  },
  {
    code: 'domain.basic-adl',
    broader: ['domain'],
    nl: ['basale ADL', 'Wassen, kleden, eten en andere zelfzorg.'],
    en: ['basic daily living', 'Washing, dressing, eating and other self-care.'],
  },
  {
    code: 'domain.instrumental-adl',
    broader: ['domain'],
    nl: ['instrumentele ADL', 'Huishouden, boodschappen en administratie.'],
    en: ['instrumental daily living', 'Housekeeping, shopping and paperwork.'],
  },
  {
    code: 'domain.social-network',
    broader: ['domain'],
    nl: ['sociaal netwerk', 'Familie, vrienden en steun uit de omgeving.'],
    en: ['social network', 'Family, friends and support nearby.'],
  },
  {
    code: 'domain.community-participation',
    broader: ['domain'],
    nl: ['maatschappelijke participatie', 'Meedoen in buurt, vereniging en samenleving.'],
    en: ['community participation', 'Taking part in neighbourhood and society.'],
  },
  {
    code: 'domain.judicial',
    broader: ['domain', 'criminal'],
    nl: ['justitie', 'Contacten met politie en justitie.'],
    en: ['judicial', 'Contacts with police and justice.'],
  },
  {
    code: 'health',
    broader: ['any-category'],
    nl: ['gezondheid', 'Gegevens over gezondheid (AVG 9).'],
    en: ['health', 'Data concerning health (GDPR art. 9).'],
  },
  {
    code: 'criminal',
    broader: ['any-category'],
    nl: ['strafrechtelijk', 'Gegevens van strafrechtelijke aard (AVG 10).'],
    en: ['criminal', 'Criminal convictions and offences (GDPR art. 10).'],
  },
  {
    code: 'safety',
    broader: ['any-category'],
    nl: ['veiligheid', 'Signalen en maatregelen rond veiligheid.'],
    en: ['safety', 'Signs and measures concerning safety.'],
  },
  {
    code: 'safety.signal',
    broader: ['safety'],
    nl: ['veiligheidssignaal', 'Signalen volgens de meldcode en contact met Veilig Thuis.'],
    en: ['safety signal', 'Signs of violence and contact with Veilig Thuis.'],
  },
  {
    code: 'safety.measure',
    broader: ['safety'],
    nl: ['beschermingsmaatregel', 'Ondertoezichtstelling, voogdij of uithuisplaatsing.'],
    en: ['protection measure', 'Supervision order, guardianship or placement.'],
  },
  {
    code: 'notes',
    broader: ['any-category'],
    nl: ['aantekeningen', 'Wat hulpverleners opschrijven.'],
    en: ['notes', 'What professionals write down.'],
  },
  {
    code: 'notes.free-text',
    broader: ['notes'],
    nl: ['vrije tekst', 'Ongestructureerde tekst; kan van alles bevatten.'],
    en: ['free text', 'Unstructured text; may contain anything.'],
  },
  {
    code: 'third-party',
    broader: ['any-category'],
    nl: ['derden', 'Gegevens over iemand buiten het huishouden.'],
    en: ['third party', 'Facts about someone outside the household.'],
  },
  {
    code: 'unclassified',
    broader: ['any-category'],
    nl: ['niet ingedeeld', 'Door geen regel ingedeeld; gaat naar niemand dan de bron.'],
    en: ['unclassified', 'Labelled by no rule; goes to nobody but its source.'],
  },
]);
