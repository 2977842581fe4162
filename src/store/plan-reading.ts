import { inTurns } from '../flows/in-turns.ts';
import type { FactRecord, PlanReading, PlanSnapshot, PlanState, Sheet } from '../flows/ports.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { read, type Database } from './database.ts';
import { openHeads, openSheet, openState } from './documents.ts';
import type { MasterKeys } from './master-keys.ts';
import type { KnownPlan, PlanCache } from './plan-cache.ts';
import { openPlanKeys } from './plan-keys.ts';
import { readRows, type PlanRows, type Reading } from './plan-rows.ts';
import { NO_SOURCE, READ_PLAN_AS_OF, READ_PLANS } from './plan-statements.ts';

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
export function readPlan(reader: PlanReader, planId: string): Promise<PlanReading> {
  return readOne(reader, planId, null);
}

/** One plan without any sheet. */
export function readPlanState(reader: PlanReader, planId: string): Promise<PlanReading> {
  return readOne(reader, planId, NO_SOURCE);
}

async function readOne(
  reader: PlanReader,
  planId: string,
  source: string | null,
): Promise<PlanReading> {
  const { reading, plans } = await readOpened(reader, [planId], source);
  const [plan] = plans;
  return {
    now: await reader.decisionInstant(reading.clock),
    regionEpoch: reading.regionEpoch,
    ...(plan ? { plan: await inTurns(snapshot(plan)) } : {}),
  };
}

/** Several plans with the live sheets of one source. */
export async function readForPush(reader: PlanReader, source: string, planIds: readonly string[]) {
  const { reading, plans } = await readOpened(reader, planIds, source);
  return {
    now: await reader.decisionInstant(reading.clock),
    regionEpoch: reading.regionEpoch,
    plans: await inTurns(snapshots(plans)),
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

type OpenedPlan = Opened['plans'][number];

function* snapshots(plans: readonly OpenedPlan[]): Generator<undefined, PlanSnapshot[]> {
  const all: PlanSnapshot[] = [];
  for (const plan of plans) all.push(yield* snapshot(plan));
  return all;
}

/** Stops after each sheet: large ones take their time. */
function* snapshot({ rows, known }: OpenedPlan): Generator<undefined, PlanSnapshot> {
  const sheets: Sheet[] = [];
  for (const { heads, content, ...place } of rows.sheets) {
    if (!content) throw new Error('a live sheet without content');
    sheets.push(openSheet(known.keys, place, { heads, content }));
    yield;
  }
  const { planId, seq = 0 } = rows;
  return { planId, epoch: known.epoch, seq, state: known.state, sheets };
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
