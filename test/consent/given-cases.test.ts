import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Authority, AuthorityKind, Member, People } from '../../src/consent/people.ts';
import { whoMayDecide } from '../../src/consent/who-may-decide.ts';

/** Cases of others on who represents whom: looked at where they are, when they are there. */
const FOLDER = '../shared/data/minbzk-vertegenwoordiging';

type Row = Readonly<Record<string, string>>;
interface Case {
  readonly scenario: string;
  readonly peildatum: string;
  readonly bsn: string;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  readonly expect: readonly {
    readonly output?: string;
    readonly op?: string;
    readonly value?: unknown;
    readonly conditions_met?: boolean;
  }[];
}

/** How a table of a case is read: who holds what over whom. */
interface Table {
  readonly holder: string;
  readonly subject: string;
  readonly kindOf: (row: Row) => AuthorityKind | undefined;
}

const RELATIVES: Readonly<Record<string, AuthorityKind>> = {
  ...{ ECHTGENOOT: 'partner', PARTNER: 'partner', GEREGISTREERD_PARTNER: 'partner' },
  ...{ OUDER: 'parent', VADER: 'parent', MOEDER: 'parent', KIND: 'child' },
  ...{ BROER: 'sibling', ZUS: 'sibling' },
};
const TABLES: Readonly<Record<string, Table>> = {
  gezag_relaties: {
    holder: 'bsn_gezagdrager',
    subject: 'bsn_kind',
    kindOf: ({ type_gezag }) => (type_gezag === 'VOOGDIJ' ? 'voogdij' : 'gezag'),
  },
  curatele_registraties: {
    holder: 'bsn_curator',
    subject: 'bsn_curandus',
    kindOf: () => 'curator',
  },
  mentorschap_registraties: {
    holder: 'bsn_mentor',
    subject: 'bsn_betrokkene',
    kindOf: () => 'mentor',
  },
  bewind_registraties: {
    holder: 'bsn_bewindvoerder',
    subject: 'bsn_rechthebbende',
    kindOf: () => 'bewindvoerder',
  },
  wgbo_familie_relaties: {
    holder: 'bsn_familielid',
    subject: 'bsn_patient',
    kindOf: ({ relatie_type = '' }) => RELATIVES[relatie_type],
  },
};

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);

function memberOf(row: Row, id: string): Member {
  const birthDate = row['geboortedatum_kind'] ?? '1950-01-01';
  const competent = row['is_wilsonbekwaam'] === 'false';
  const isAdult = row['geboortedatum_kind'] === undefined;
  return {
    ...{ id, birthDate, birthPrecision: 'day', deceasedAt: null },
    competence: isAdult ? [{ competent, from: 0 }] : [],
  };
}

function peopleOf(rows: readonly Row[], { holder, subject, kindOf }: Table): People {
  const authorities = rows.flatMap((row, i): Authority[] => {
    const kind = kindOf(row);
    const status = row['status'] ?? 'ACTIEF';
    if (kind === undefined || status !== 'ACTIEF') return [];
    const ends = row['datum_einde'] ?? '';
    return [
      {
        ...{ id: `a${i}`, subject: row[subject] ?? '', holder: row[holder] ?? '', kind },
        ...{ status: 'established', from: row['datum_ingang'] ? at(row['datum_ingang']) : 0 },
        until: ends === '' ? null : at(ends),
      },
    ];
  });
  const members = rows.map((row) => memberOf(row, row[subject] ?? ''));
  return { members, persons: [], authorities };
}

/** Whether a case says that its person represents this one; undefined when it does not say. */
function said({ expect: expected }: Case, subject: string): boolean | undefined {
  for (const { output, op, value } of expected) {
    if (output === 'heeft_delegaties' && value === false) return false;
    if (output === 'subject_ids' && value === subject && op === 'contains') return true;
    if (output === 'subject_ids' && value === subject && op === 'not_contains') return false;
  }
  return undefined;
}

const cases = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => /^cases-.*\.json$/.test(name))
      .flatMap((name) => {
        const text = readFileSync(join(FOLDER, name), 'utf8');
        return (JSON.parse(text) as { cases: readonly Case[] }).cases;
      })
  : [];

/** Columns that are read here, or say nothing of who represents whom. */
const COLUMNS =
  /^(bsn_|naam_|datum_(ingang|einde|wilsonbekwaamheid)$|geboortedatum_kind$|type_gezag$|bewind_type$|relatie_type$|is_wilsonbekwaam$|status$|heeft_handlichting$)/;
const isUnknown = (column: string): boolean => !COLUMNS.test(column);

/** What a case turns on that no record of authority says. */
const isBeyond = ({ tables, expect: expected }: Case): boolean =>
  Object.keys(tables).length !== 1 ||
  expected.some((each) => each.conditions_met === false) ||
  JSON.stringify(tables).includes('"heeft_handlichting":"true"') ||
  Object.values(tables).some((rows) => rows.some((row) => Object.keys(row).some(isUnknown)));

describe('cases of others on representation, where they are at hand', () => {
  test('nobody represents here who does not there; an administrator never does', () => {
    let agreed = 0;
    for (const each of cases.filter((one) => !isBeyond(one)))
      for (const [name, rows] of Object.entries(each.tables)) {
        const table = TABLES[name];
        if (!table) continue;
        const people = peopleOf(rows, table);
        for (const { id: subject } of people.members) {
          const asked = { subject, kind: 'secrecy', at: at(each.peildatum) } as const;
          const { refuse } = whoMayDecide(people, asked);
          const does = refuse.has(each.bsn);
          const theirs = said(each, subject);
          if (theirs === false) expect([each.scenario, does]).toEqual([each.scenario, false]);
          if (name === 'bewind_registraties') expect(does).toBe(false);
          else if (theirs === true && does) agreed += 1;
        }
      }
    expect(agreed >= 5).toBe(cases.length > 0);
  });
});
