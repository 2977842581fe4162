import { codeList } from './code-list.ts';
import type { CodeList } from './code-list.ts';

/** What an organisation is, as the gateway's own register says. */
export const ORGANISATION_KINDS: CodeList = codeList([
  {
    code: 'any-organisation',
    nl: ['elke organisatie', 'Elke aangesloten organisatie.'],
    en: ['any organisation', 'Every connected organisation.'],
  },
  {
    code: 'care-provider',
    broader: ['any-organisation'],
    nl: ['zorgaanbieder', 'Verleent zorg, hulp of behandeling.'],
    en: ['care provider', 'Gives care, help or treatment.'],
  },
  {
    code: 'youth-care',
    broader: ['care-provider'],
    nl: ['jeugdhulpaanbieder', 'Verleent jeugdhulp onder de Jeugdwet.'],
    en: ['youth care provider', 'Gives youth care under the Jeugdwet.'],
  },
  {
    code: 'mental-health-care',
    broader: ['care-provider'],
    nl: ['ggz-instelling', 'Behandelt psychische aandoeningen.'],
    en: ['mental health care', 'Treats mental disorders.'],
  },
  {
    code: 'addiction-care',
    broader: ['care-provider'],
    nl: ['verslavingszorg', 'Behandelt en begeleidt bij verslaving.'],
    en: ['addiction care', 'Treats and supports people with an addiction.'],
  },
  {
    code: 'home-care',
    broader: ['care-provider'],
    nl: ['thuiszorg', 'Verpleegt en verzorgt mensen thuis.'],
    en: ['home care', 'Nurses and cares for people at home.'],
  },
  {
    code: 'general-practice',
    broader: ['care-provider'],
    nl: ['huisartsenpraktijk', 'Praktijk van een of meer huisartsen.'],
    en: ['general practice', 'Practice of one or more family doctors.'],
  },
  {
    code: 'youth-health-care',
    broader: ['care-provider'],
    nl: ['jeugdgezondheidszorg', 'Consultatiebureau, schoolarts en jeugdverpleging.'],
    en: ['youth health care', 'Child health clinic, school doctor and youth nursing.'],
  },
  {
    code: 'municipality',
    broader: ['any-organisation'],
    nl: ['gemeente', 'Een gemeente of een dienst die voor haar werkt.'],
    en: ['municipality', 'A municipality, or a service that works for it.'],
  },
  {
    code: 'municipal-team',
    broader: ['municipality'],
    nl: ['wijkteam', 'Sociaal team dat hulp geeft en de regie voert.'],
    en: ['municipal team', 'Social team that gives help and leads plans.'],
  },
  {
    code: 'municipal-income',
    broader: ['municipality'],
    nl: ['dienst werk en inkomen', 'Voert de Participatiewet uit.'],
    en: ['work and income service', 'Carries out the Participatiewet.'],
  },
  {
    code: 'debt-counselling',
    broader: ['municipality'],
    nl: ['schuldhulpverlening', 'Voert de Wet gemeentelijke schuldhulpverlening uit.'],
    en: ['debt counselling', 'Carries out the municipal debt counselling act.'],
  },
  {
    code: 'education',
    broader: ['any-organisation'],
    nl: ['onderwijs en opvang', 'Scholen en kinderopvang.'],
    en: ['education and childcare', 'Schools and childcare.'],
  },
  {
    code: 'school',
    broader: ['education'],
    nl: ['school', 'School voor primair, voortgezet of beroepsonderwijs.'],
    en: ['school', 'School for primary, secondary or vocational education.'],
  },
  {
    code: 'childcare',
    broader: ['education'],
    nl: ['kinderopvang', 'Dagopvang, peuteropvang of buitenschoolse opvang.'],
    en: ['childcare', 'Day care, playgroup or after-school care.'],
  },
  {
    code: 'justice',
    broader: ['any-organisation'],
    nl: ['justitie en jeugdbescherming', 'Organisaties in het straf- en beschermingsrecht.'],
    en: ['justice and protection', 'Organisations in criminal and child protection law.'],
  },
  {
    code: 'certified-institution',
    broader: ['justice'],
    nl: ['gecertificeerde instelling', 'Voert ondertoezichtstelling en voogdij uit (GI).'],
    en: ['certified institution', 'Carries out supervision orders and guardianship.'],
  },
  {
    code: 'child-protection-board',
    broader: ['justice'],
    nl: ['Raad voor de Kinderbescherming', 'Onderzoekt of een kind bescherming nodig heeft.'],
    en: ['child protection board', 'Investigates whether a child needs protection.'],
  },
  {
    code: 'probation',
    broader: ['justice'],
    nl: ['reclassering', 'Toezicht en begeleiding rond strafzaken.'],
    en: ['probation service', 'Supervision and support around criminal cases.'],
  },
  {
    code: 'police',
    broader: ['justice'],
    nl: ['politie', 'De politie.'],
    en: ['police', 'The police.'],
  },
  {
    code: 'safe-at-home',
    broader: ['any-organisation'],
    nl: ['Veilig Thuis', 'Advies- en meldpunt huiselijk geweld en kindermishandeling.'],
    en: ['Veilig Thuis', 'Advice and reporting centre for domestic violence.'],
  },
  {
    code: 'welfare',
    broader: ['any-organisation'],
    nl: ['welzijnsorganisatie', 'Welzijnswerk, maatschappelijk werk en vrijwilligers.'],
    en: ['welfare organisation', 'Welfare work, social work and volunteers.'],
  },
  {
    code: 'housing-association',
    broader: ['any-organisation'],
    nl: ['woningcorporatie', 'Verhuurt sociale huurwoningen.'],
    en: ['housing association', 'Lets social housing.'],
  },
]);
