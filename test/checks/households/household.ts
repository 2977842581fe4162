import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** One row of `facts.csv`. */
export interface ListedFact {
  readonly id: string;
  readonly canaries: readonly string[];
  readonly source: string;
  readonly subjects: readonly string[];
  readonly labels: readonly string[];
  readonly file: string;
  readonly location: string;
  readonly sharedWith: readonly string[];
  /** Statute, where the household says under which one it was collected. */
  readonly law?: string;
}

export interface CaseRequest {
  readonly org: string;
  readonly role?: string;
  readonly purpose?: string;
  readonly act: string;
  readonly now: string;
}

export interface HouseholdCase {
  readonly id: string;
  readonly title: string;
  readonly request: CaseRequest;
  readonly refused: string | null;
  readonly sees: readonly string[];
  readonly reasons: Readonly<Record<string, string>>;
}

export interface WorldSource {
  readonly file: string;
  readonly org: string;
  readonly format: string;
}

type Dated = Readonly<Record<string, unknown>> & { readonly from: string };
export interface World {
  readonly plan: {
    readonly coordinator: { readonly org: string; readonly role: string };
    readonly levels: readonly { readonly level: number; readonly from: string }[];
  };
  readonly members: readonly {
    readonly id: string;
    readonly bsn?: string | null;
    readonly birthDate: string | null;
    readonly birthPrecision: string;
    readonly deceased: string | null;
    readonly competence: readonly { readonly competent: boolean; readonly from: string }[];
    readonly identifiers: Readonly<Record<string, readonly string[]>>;
  }[];
  readonly persons: readonly { readonly id: string }[];
  readonly authorities: readonly (Dated & { readonly until: string | null })[];
  readonly organisations: readonly (Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly roles: readonly string[];
    readonly purposes?: readonly string[];
  })[];
  readonly careTeam: readonly (Dated & { readonly until: string | null })[];
  readonly careRelations: readonly (Dated & { readonly until: string | null })[];
  readonly safetyBlocks: readonly (Dated & { readonly until: string | null })[];
  readonly emergencyAccesses: readonly (Dated & { readonly until: string | null })[];
  readonly consents: readonly (Dated & {
    readonly id: string;
    readonly until?: string | null;
    readonly withdrawnAt?: string | null;
  })[];
  readonly purposes: readonly { readonly code: string; readonly bases: readonly string[] }[];
  readonly sources: readonly WorldSource[];
}

export interface Household {
  readonly folder: string;
  readonly world: World;
  readonly policy: string;
  readonly facts: readonly ListedFact[];
  readonly cases: readonly HouseholdCase[];
}

/** Every household folder at or directly below the given paths. */
export async function findHouseholds(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (existsSync(join(path, 'world.json'))) found.push(path);
    else {
      for (const name of (await readdir(path)).sort()) {
        if (existsSync(join(path, name, 'world.json'))) found.push(join(path, name));
      }
    }
  }
  return found;
}

export async function readHousehold(folder: string): Promise<Household> {
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const world = JSON.parse(await text('world.json')) as World;
  const { cases } = JSON.parse(await text('cases.json')) as { cases: HouseholdCase[] };
  const facts = readCsv(await text('facts.csv')).map(listedFact);
  return { folder, world, policy: await text('policy.csv'), facts, cases };
}

function listedFact(row: Readonly<Record<string, string>>): ListedFact {
  const list = (name: string) => (row[name] ?? '').split(';').filter((item) => item !== '');
  const canaries = [row['canary'], row['canary_normalised']].filter((c) => c) as string[];
  return {
    id: row['id'] ?? '',
    canaries: [...new Set(canaries)],
    source: row['source'] ?? '',
    subjects: list('subjects'),
    labels: list('labels'),
    file: row['file'] ?? '',
    location: row['location'] ?? '',
    sharedWith: list('canary_shared_with'),
    ...(row['law'] ? { law: row['law'] } : {}),
  };
}

/** A small CSV reader for the check's own files: comma, quotes doubled, no embedded line breaks. */
function readCsv(text: string): Record<string, string>[] {
  const [header = [], ...records] = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(splitRecord);
  return records.map((cells) =>
    Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])),
  );
}

function splitRecord(line: string): string[] {
  const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return cells
    .slice(0, line.endsWith(',') ? undefined : -1)
    .map((cell) => cell.replace(/,$/, ''))
    .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
