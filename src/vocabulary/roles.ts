import { codeList } from './code-list.ts';
import type { CodeList } from './code-list.ts';

/** In which capacity someone asks: professionals and people from the family's own network. */
export const ROLES: CodeList = codeList([
  {
    code: 'anyone',
    nl: ['iedereen', 'Elke rol, ook die van vrijwilligers en het eigen netwerk.'],
    en: ['anyone', 'Every role, volunteers and the own network included.'],
  },
  {
    code: 'professional',
    broader: ['anyone'],
    nl: ['beroepskracht', 'Werkt beroepsmatig voor een aangesloten organisatie.'],
    en: ['professional', 'Works for a connected organisation by profession.'],
  },
  {
    code: 'care-coordinator',
    broader: ['professional'],
    nl: ['zorgcoördinator', 'Voert de regie over het plan; precies één per plan.'],
    en: ['care coordinator', 'Leads the plan; exactly one per plan.'],
  },
  {
    code: 'family-worker',
    broader: ['professional'],
    nl: ['gezinswerker', 'Ondersteunt het huishouden vanuit het wijkteam.'],
    en: ['family worker', 'Supports the household from the neighbourhood team.'],
  },
  {
    code: 'youth-care-worker',
    broader: ['professional'],
    nl: ['jeugdhulpverlener', 'Verleent jeugdhulp aan een jeugdige of het gezin.'],
    en: ['youth care worker', 'Gives youth care to a young person or the family.'],
  },
  {
    code: 'therapist',
    broader: ['professional'],
    nl: ['behandelaar', 'Behandelt psychische klachten van een gezinslid.'],
    en: ['therapist', 'Treats the mental health of a household member.'],
  },
  {
    code: 'addiction-counsellor',
    broader: ['professional'],
    nl: ['verslavingshulpverlener', 'Begeleidt of behandelt bij verslaving.'],
    en: ['addiction counsellor', 'Supports or treats a person with an addiction.'],
  },
  {
    code: 'family-guardian',
    broader: ['professional'],
    nl: ['gezinsvoogd', 'Voert voor een GI een kinderbeschermingsmaatregel uit.'],
    en: ['family guardian', 'Carries out a child protection measure for its institution.'],
  },
  {
    code: 'debt-counsellor',
    broader: ['professional'],
    nl: ['schuldhulpverlener', 'Helpt het huishouden uit problematische schulden.'],
    en: ['debt counsellor', 'Helps the household out of problematic debt.'],
  },
  {
    code: 'income-consultant',
    broader: ['professional'],
    nl: ['inkomensconsulent', 'Beoordeelt en verstrekt inkomensondersteuning.'],
    en: ['income consultant', 'Assesses and provides income support.'],
  },
  {
    code: 'school-care-coordinator',
    broader: ['professional'],
    nl: ['zorgcoördinator school', 'Regelt de ondersteuning van leerlingen op een school.'],
    en: ['school care coordinator', 'Arranges the support of pupils at a school.'],
  },
  {
    code: 'attendance-officer',
    broader: ['professional'],
    nl: ['leerplichtambtenaar', 'Ziet toe op naleving van de Leerplichtwet.'],
    en: ['attendance officer', 'Supervises compulsory school attendance.'],
  },
  {
    code: 'general-practitioner',
    broader: ['professional'],
    nl: ['huisarts', 'De huisarts van een gezinslid, of diens waarnemer.'],
    en: ['general practitioner', 'The family doctor of a household member, or a locum.'],
  },
  {
    code: 'youth-nurse',
    broader: ['professional'],
    nl: ['jeugdverpleegkundige', 'Volgt de ontwikkeling van kinderen bij de JGZ.'],
    en: ['youth nurse', 'Follows the development of children in youth health care.'],
  },
  {
    code: 'home-care-nurse',
    broader: ['professional'],
    nl: ['wijkverpleegkundige', 'Verleent verpleging en verzorging thuis.'],
    en: ['home care nurse', 'Gives nursing and personal care at home.'],
  },
  {
    code: 'probation-officer',
    broader: ['professional'],
    nl: ['reclasseringswerker', 'Houdt toezicht op en begeleidt een justitiabele.'],
    en: ['probation officer', 'Supervises and supports someone under a court order.'],
  },
  {
    code: 'safety-investigator',
    broader: ['professional'],
    nl: ['onderzoeker Veilig Thuis', 'Onderzoekt signalen van huiselijk geweld.'],
    en: ['safety investigator', 'Investigates signs of domestic violence and child abuse.'],
  },
  {
    code: 'informal',
    broader: ['anyone'],
    nl: ['informele helper', 'Helpt het huishouden zonder beroepskracht te zijn.'],
    en: ['informal helper', 'Helps the household without being a professional.'],
  },
  {
    code: 'volunteer',
    broader: ['informal'],
    nl: ['vrijwilliger', 'Helpt onbetaald namens een organisatie.'],
    en: ['volunteer', 'Helps unpaid on behalf of an organisation.'],
  },
  {
    code: 'network-member',
    broader: ['informal'],
    nl: ['netwerklid', 'Familielid, buur of vriend die het huishouden helpt.'],
    en: ['network member', 'Relative, neighbour or friend who helps the household.'],
  },
]);
