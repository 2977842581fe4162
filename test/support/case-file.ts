import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Circumstances, DecisionRegister } from '../../src/decision/circumstances.ts';
import type { FactHead, Question } from '../../src/decision/decision.ts';
import { CATEGORIES } from '../../src/vocabulary/categories.ts';
import { ORGANISATION_KINDS } from '../../src/vocabulary/organisation-kinds.ts';
import { PURPOSES } from '../../src/vocabulary/purposes.ts';
import { ROLES } from '../../src/vocabulary/roles.ts';
import type { PolicyRows } from './plain-policy-table.ts';
import { fromWorld, questionOf } from './world-loader.ts';
import type { RawRequest, RawWorld } from './world-loader.ts';

/** What a fact must come to: a reason code, or the reason with basis and recorded rule. */
export type ExpectedFact =
  string | { readonly reason: string; readonly basis?: string; readonly rule?: string };

/** A readable case: what is the case, what is asked, what each fact must come to. */
export interface DecisionCase {
  readonly title: string;
  readonly rows: PolicyRows;
  readonly register: DecisionRegister;
  readonly circumstances: Circumstances;
  readonly facts: readonly FactHead[];
  readonly question: Question;
  readonly refused: string | null;
  readonly expect: Readonly<Record<string, ExpectedFact>>;
}

type Loose = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, unknown>>;

/** `given` of a case or of a whole file; lists of a case replace those of its file. */
interface Given {
  readonly rules?: readonly string[];
  readonly codes?: readonly string[];
  readonly facts?: readonly Item[];
  readonly members?: readonly Item[];
  readonly levels?: readonly Item[];
  readonly [list: string]: readonly (Item | string)[] | undefined;
}

interface WrittenCase {
  readonly title: string;
  readonly given?: Given;
  readonly question?: Partial<Record<keyof RawRequest, string | null>>;
  readonly refused?: string;
  readonly expect?: Readonly<Record<string, ExpectedFact>>;
}

/** One row of the table of representation: whose signatures are enough, whose are not. */
interface WrittenRow {
  readonly title: string;
  readonly at: string;
  readonly given: Given;
  readonly kinds?: readonly string[];
  readonly afterDeath?: boolean;
  readonly granted?: readonly (readonly string[])[];
  readonly 'not-granted'?: readonly (readonly string[])[];
  readonly refused?: readonly (readonly string[])[];
  readonly 'not-refused'?: readonly (readonly string[])[];
}

interface WrittenFile {
  readonly given?: Given;
  readonly question?: WrittenCase['question'];
  readonly cases?: readonly WrittenCase[];
  readonly rows?: readonly WrittenRow[];
}

const ALWAYS = '2000-01-01T00:00:00+01:00';
const SUBJECT = 'sam';

/** Reads one file of `test/decisions`; every row of a table becomes one case per signature. */
export function readCaseFile(file: string): readonly DecisionCase[] {
  const written = parse(readFileSync(file, 'utf8'), { merge: true }) as WrittenFile;
  const cases = [...(written.cases ?? []), ...(written.rows ?? []).flatMap(casesOfRow)];
  return cases.map((one) => caseOf(written, one));
}

function caseOf(file: WrittenFile, written: WrittenCase): DecisionCase {
  const given: Given = { ...file.given, ...written.given };
  const question = { ...DEFAULT_QUESTION, ...file.question, ...written.question };
  const asked = Object.entries(question).filter(([, value]) => value !== null);
  return {
    title: written.title,
    rows: rowsOf(given),
    ...fromWorld(worldOf(given)),
    facts: (given.facts ?? [{}]).map((fact) => ({ ...DEFAULT_FACT, ...fact })),
    question: questionOf(Object.fromEntries(asked) as unknown as RawRequest),
    refused: written.refused ?? null,
    expect: written.expect ?? {},
  };
}

const DEFAULT_QUESTION: WrittenCase['question'] = {
  org: 'asker',
  role: 'family-worker',
  purpose: 'plan-execution',
  act: 'read',
  now: '2026-11-05T10:00:00+01:00',
};

const DEFAULT_FACT: FactHead = {
  id: 'fact',
  source: 'holder',
  subjects: [SUBJECT],
  labels: ['plan.goals'],
};

const DEFAULT_LISTS: Readonly<Record<string, readonly Item[]>> = {
  organisations: [
    { id: 'asker', kind: 'municipal-team', roles: ['family-worker', 'care-coordinator'] },
    { id: 'holder', kind: 'youth-care', roles: ['youth-care-worker'] },
  ],
  purposes: [
    { code: 'plan-execution', bases: ['public-task'] },
    { code: 'treatment', bases: ['consent'] },
    { code: 'debt-relief', bases: ['public-task', 'legal-obligation', 'consent'] },
  ],
  members: [{ id: SUBJECT }],
};

function worldOf(given: Given): RawWorld {
  const list = (name: string, defaults: Loose): readonly Item[] =>
    ((given[name] ?? DEFAULT_LISTS[name] ?? []) as readonly Item[]).map((item, index) => ({
      id: `${name}-${index}`,
      ...defaults,
      ...item,
    }));
  return {
    members: list('members', { birthDate: '1980-06-15', deceased: null, competence: [] }).map(
      (member) => ({ birthPrecision: precisionOf(member['birthDate']), ...member }),
    ),
    persons: list('persons', {}),
    authorities: list('authorities', { ...OPEN, subject: SUBJECT, status: 'established' }),
    organisations: list('organisations', {}),
    careTeam: list('careTeam', { ...OPEN, org: 'asker', role: 'family-worker' }),
    careRelations: list('careRelations', { ...OPEN, org: 'asker', subject: SUBJECT }),
    plan: { levels: list('levels', { from: ALWAYS }) },
    purposes: list('purposes', {}),
    safetyBlocks: list('safetyBlocks', { ...OPEN, subject: SUBJECT, recipients: 'all' }),
    emergencyAccesses: list('emergencyAccesses', { ...OPEN, org: 'asker' }),
    consents: list('consents', PROVISION),
  } as unknown as RawWorld;
}

const OPEN = { from: ALWAYS, until: null };
const PROVISION = {
  ...OPEN,
  subject: SUBJECT,
  kind: 'secrecy',
  effect: 'grant',
  recipient: { any: true },
  purpose: 'any-purpose',
  category: 'any-category',
  givers: [SUBJECT],
};

function precisionOf(birthDate: unknown): string {
  const precisions: Readonly<Record<number, string>> = { 10: 'day', 7: 'month', 4: 'year' };
  return typeof birthDate === 'string' ? precisions[birthDate.length]! : 'unknown';
}

/** Rules get their ids from their place: the first is `R1`. */
function rowsOf({ rules = [], codes = [] }: Given): PolicyRows {
  const links = { g: ROLES, g2: PURPOSES, g3: CATEGORIES, g4: ORGANISATION_KINDS };
  const cells = (line: string) => line.split(',').map((cell) => cell.trim());
  return [
    ...Object.entries(links).flatMap(([type, list]) => list.links.map((link) => [type, ...link])),
    ...codes.map(cells),
    ...rules.map((rule, index) => ['p', `R${index + 1}`, ...cells(rule)]),
  ];
}

/** Under these rules a valid grant permits, and an objection stops what otherwise is permitted. */
const GRANT_RULES = [
  'anyone, any-organisation, any-purpose, any-category, public-task, read, consent, allow',
  'anyone, any-organisation, any-purpose, any-category, consent, read, always, allow',
];
const OBJECTION_RULES = [
  'anyone, any-organisation, any-purpose, any-category, public-task, read, always, allow',
  'anyone, any-organisation, any-purpose, any-category, public-task, read, objection, deny',
];
const PURPOSE_OF: Readonly<Record<string, string>> = {
  secrecy: 'plan-execution',
  gdpr: 'treatment',
};

function casesOfRow(row: WrittenRow): readonly WrittenCase[] {
  const grants = (signatures: WrittenRow['granted'], reason: string) =>
    (signatures ?? []).flatMap((givers) =>
      (row.kinds ?? ['secrecy', 'gdpr']).map((kind) => ({
        title: `${row.title} · ${kind} signed by ${names(givers)}: ${reason}`,
        given: {
          ...row.given,
          rules: GRANT_RULES,
          consents: [{ kind, givers, afterDeath: row.afterDeath ?? false }],
        },
        question: { now: row.at, purpose: PURPOSE_OF[kind] ?? 'plan-execution' },
        expect: { fact: reason },
      })),
    );
  const objections = (signatures: WrittenRow['granted'], reason: string) =>
    (signatures ?? []).map((givers) => ({
      title: `${row.title} · objection of ${names(givers)}: ${reason}`,
      given: {
        ...row.given,
        rules: OBJECTION_RULES,
        consents: [{ kind: 'objection', effect: 'object', givers }],
      },
      question: { now: row.at },
      expect: { fact: reason },
    }));
  return [
    ...grants(row.granted, 'permitted'),
    ...grants(row['not-granted'], 'consent-needed'),
    ...objections(row.refused, 'objection'),
    ...objections(row['not-refused'], 'permitted'),
  ];
}

function names(givers: readonly string[]): string {
  return givers.length > 0 ? givers.join(' + ') : 'nobody';
}
