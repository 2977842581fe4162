import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Enrolled, PlanMember } from '../../src/plan/people.ts';

/** One row of a household's facts.csv. */
export interface FactRow {
  readonly id: string;
  readonly canary: string;
  readonly canary_normalised: string;
  readonly source: string;
  readonly subjects: string;
  readonly labels: string;
  readonly file: string;
  readonly location: string;
}

/** What the tests of the adapters need of world.json. */
export interface World {
  readonly sources: readonly {
    readonly file: string;
    readonly org: string;
    readonly format: string;
  }[];
  readonly members: readonly {
    readonly id: string;
    readonly bsn?: string | null;
    readonly identifiers: Readonly<Record<string, readonly string[]>>;
  }[];
  readonly organisations: readonly { readonly id: string; readonly kind: string }[];
}

export interface Household {
  readonly name: string;
  readonly folder: string;
  readonly world: World;
  readonly facts: readonly FactRow[];
}

const ROOTS = ['test/data/households', '../shared/data/households'];

/** Every household folder at hand, each name once. */
export function households(): readonly Household[] {
  const found = new Map<string, Household>();
  for (const root of ROOTS.filter((r) => existsSync(r)))
    for (const name of readdirSync(root)) {
      const folder = join(root, name);
      if (!found.has(name) && existsSync(join(folder, 'world.json')))
        found.set(name, {
          name,
          folder,
          world: readJson(join(folder, 'world.json')) as World,
          facts: readCsv(readFileSync(join(folder, 'facts.csv'), 'utf8')) as unknown as FactRow[],
        });
    }
  return [...found.values()];
}

export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** Records of a CSV with a header, quotes doubled inside. */
function readCsv(text: string): Record<string, string>[] {
  const [header = [], ...records] = text.trim().split(/\r?\n/).map(splitRecord);
  return records.map((cells) =>
    Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])),
  );
}

function splitRecord(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
    (m[1] ?? m[2] ?? '').replaceAll('""', '"'),
  );
}

interface Placed {
  readonly places: readonly string[];
  readonly labels: readonly string[];
  readonly subjects: readonly string[];
}

/** Per listed fact: the facts that stand at its place, with labels and subjects. */
export function foundAt(rows: readonly FactRow[], facts: readonly Placed[]) {
  return rows.map(({ id, location }) => ({
    id,
    facts: facts
      .filter(({ places }) => places.includes(location))
      .map(({ labels, subjects }) => ({ labels, subjects })),
  }));
}

/** What `foundAt` gives when every listed fact is exactly one fact. */
export function listedAt(rows: readonly FactRow[]) {
  const sorted = (list: string) => list.split(';').sort();
  return rows.map(({ id, labels, subjects }) => ({
    id,
    facts: [{ labels: sorted(labels), subjects: sorted(subjects) }],
  }));
}

/** The enrolments of one organisation in one household: with their identifiers and, as the store does, by BSN. */
export function enrolledBy(org: string, world: World): Enrolled {
  const all = new Map<string, PlanMember[]>();
  for (const { id, bsn, identifiers } of world.members)
    for (const identifier of withBsn(identifiers[org] ?? [], bsn)) {
      const known = all.get(identifier) ?? [];
      all.set(identifier, [...known, { planId: 'plan', memberId: id }]);
    }
  return all;
}

const withBsn = (identifiers: readonly string[], bsn: string | null | undefined) =>
  identifiers.length > 0 && bsn ? [...identifiers, `bsn:${bsn}`] : identifiers;
