import type { FactRecord, PlanReading, PlanSnapshot, PlanState } from '../flows/ports.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { read, type Database } from './database.ts';
import { openHeads, openSheet, openState } from './documents.ts';
import type { MasterKeys } from './master-keys.ts';
import type { KnownPlan, PlanCache } from './plan-cache.ts';
import { openPlanKeys } from './plan-keys.ts';
import { readRows, type PlanRows, type Reading } from './plan-rows.ts';
import { READ_PLAN_AS_OF, READ_PLANS } from './plan-statements.ts';

/** What the readings of plans work with. */
export interface PlanReader {
  readonly database: Database;
  readonly master: MasterKeys;
  readonly cache: PlanCache;
  /** The instant that decisions are made at, from the database's clock (or a test clock). */
  decisionInstant(clock: Instant): Promise<Instant>;
}

interface Opened {
  readonly reading: Reading;
  readonly plans: readonly { readonly rows: PlanRows; readonly known: KnownPlan }[];
}

/** One plan with all its live sheets. */
export async function readPlan(reader: PlanReader, planId: string): Promise<PlanReading> {
  const { reading, plans } = await readOpened(reader, [planId], null);
  const [plan] = plans.map(snapshot);
  return {
    now: await reader.decisionInstant(reading.clock),
    regionEpoch: reading.regionEpoch,
    ...(plan ? { plan } : {}),
  };
}

/** Several plans with the live sheets of one source. */
export async function readForPush(reader: PlanReader, source: string, planIds: readonly string[]) {
  const { reading, plans } = await readOpened(reader, planIds, source);
  return {
    now: await reader.decisionInstant(reading.clock),
    regionEpoch: reading.regionEpoch,
    plans: plans.map(snapshot),
  };
}

/** Reads and opens plans; asks again for the states when the cache forgot one in between. */
export async function readOpened(
  reader: PlanReader,
  planIds: readonly string[],
  source: string | null,
): Promise<Opened> {
  const known = planIds.map((id) => reader.cache.stateVersion(id));
  const first = await readOnce(reader, { planIds, known, source });
  return first ?? (await readWhole(reader, planIds, source));
}

async function readWhole(reader: PlanReader, planIds: readonly string[], source: string | null) {
  const whole = await readOnce(reader, { planIds, known: planIds.map(() => 0), source });
  if (!whole) throw new Error('a plan without a state');
  return whole;
}

interface Asked {
  readonly planIds: readonly string[];
  readonly known: readonly number[];
  readonly source: string | null;
}

async function readOnce(reader: PlanReader, asked: Asked): Promise<Opened | undefined> {
  const values = [asked.planIds, asked.known, asked.source];
  const reading = readRows(await read(reader.database, READ_PLANS, values));
  const plans: { rows: PlanRows; known: KnownPlan }[] = [];
  for (const rows of reading.plans.values()) {
    const known = reader.cache.open(rows);
    if (!known) return undefined;
    plans.push({ rows, known });
  }
  return { reading, plans };
}

function snapshot({ rows, known }: { rows: PlanRows; known: KnownPlan }): PlanSnapshot {
  return {
    planId: rows.planId,
    epoch: known.epoch,
    seq: rows.seq ?? 0,
    state: known.state,
    sheets: rows.sheets.map(({ heads, content, ...place }) => {
      if (!content) throw new Error('a live sheet without content');
      return openSheet(known.keys, place, { heads, content });
    }),
  };
}

/** State and fact heads as they were at an epoch; undefined when the plan never was there. */
export async function readPlanAsOf(
  { database, master }: PlanReader,
  planId: string,
  epoch: number,
): Promise<{ state: PlanState; facts: readonly FactRecord[] } | undefined> {
  const rows = readRows(await read(database, READ_PLAN_AS_OF, [planId, epoch])).plans.get(planId);
  if (!rows?.state?.sealed) return undefined;
  const keys = openPlanKeys(master, planId, rows.keys);
  return {
    state: openState(keys, rows.state.fromEpoch, rows.state.sealed),
    facts: rows.sheets.flatMap(({ heads, ...place }) => openHeads(keys, place, heads)),
  };
}
