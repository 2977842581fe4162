import { codeList } from './code-list.ts';
import type { CodeList } from './code-list.ts';

/** The statute under which a fact was collected: what purpose limitation is measured by. */
export const STATUTES: CodeList = codeList([
  {
    code: 'jeugdwet',
    nl: ['Jeugdwet', 'Jeugdhulp, kinderbescherming en jeugdreclassering.'],
    en: ['Youth Act', 'Youth care, child protection and youth probation.'],
  },
  {
    code: 'wmo-2015',
    nl: ['Wmo 2015', 'Maatschappelijke ondersteuning door de gemeente.'],
    en: ['Social Support Act 2015', 'Social support by the municipality.'],
  },
  {
    code: 'participatiewet',
    nl: ['Participatiewet', 'Bijstand en hulp naar werk.'],
    en: ['Participation Act', 'Social assistance and help towards work.'],
  },
  {
    code: 'wgs',
    nl: ['Wgs', 'Gemeentelijke schuldhulpverlening.'],
    en: ['Municipal Debt Counselling Act', 'Debt counselling by the municipality.'],
  },
  {
    code: 'wgbo',
    nl: ['Wgbo', 'De geneeskundige behandelingsovereenkomst (BW 7:446).'],
    en: ['Medical Treatment Contracts Act', 'The treatment contract (Civil Code 7:446).'],
  },
  {
    code: 'onderwijs',
    nl: ['onderwijswetten', 'De wetten op het primair, voortgezet en beroepsonderwijs.'],
    en: ['education acts', 'The acts on primary, secondary and vocational education.'],
  },
  {
    code: 'leerplichtwet',
    nl: ['Leerplichtwet', 'Leerplicht en kwalificatieplicht.'],
    en: ['Compulsory Education Act', 'Compulsory school attendance and qualification.'],
  },
  {
    code: 'wlz',
    nl: ['Wlz', 'Langdurige zorg.'],
    en: ['Long-term Care Act', 'Long-term care.'],
  },
  {
    code: 'zvw',
    nl: ['Zvw', 'Zorg uit de zorgverzekering, waaronder wijkverpleging.'],
    en: ['Health Insurance Act', 'Insured care, district nursing included.'],
  },
  {
    code: 'bw1',
    nl: ['BW Boek 1', 'Gezag, voogdij en maatregelen van kinderbescherming.'],
    en: ['Civil Code Book 1', 'Parental authority, guardianship and protection measures.'],
  },
  {
    code: 'politiewet',
    nl: ['Politiewet', 'De taak van de politie.'],
    en: ['Police Act', 'The task of the police.'],
  },
  {
    code: 'family',
    nl: ['van het gezin zelf', 'Door het huishouden zelf ingebracht, niet onder een wet.'],
    en: ['from the family', 'Contributed by the household itself, under no statute.'],
  },
]);
