import type { Row } from './database.ts';
import type { WrappedKey } from './plan-keys.ts';

/** What one reading said about one plan, still sealed. */
export interface PlanRows {
  readonly planId: string;
  epoch?: number;
  seq?: number;
  state?: { readonly fromEpoch: number; readonly sealed: Buffer | null };
  readonly keys: WrappedKey[];
  readonly sheets: SheetRow[];
}

export interface SheetRow {
  readonly source: string;
  readonly subjects: readonly string[];
  readonly fromEpoch: number;
  readonly heads: Buffer;
  readonly content: Buffer | null;
}

/** A whole reading: the region's epoch and clock (0 when not asked), and the plans found. */
export interface Reading {
  regionEpoch: number;
  clock: number;
  readonly plans: Map<string, PlanRows>;
}

/** Sorts the rows of a reading by plan; see the column layout at `READ_PLANS`. */
export function readRows(rows: readonly Row[]): Reading {
  const reading: Reading = { regionEpoch: 0, clock: 0, plans: new Map() };
  for (const row of rows) {
    if (row[0] === 'r') {
      reading.regionEpoch = Number(row[4]);
      reading.clock = Math.floor(Number(row[6]));
    } else {
      enter(planOf(reading, String(row[1])), row);
    }
  }
  for (const [id, plan] of reading.plans) if (plan.epoch === undefined) reading.plans.delete(id);
  return reading;
}

function planOf({ plans }: Reading, planId: string): PlanRows {
  const known = plans.get(planId);
  if (known) return known;
  const fresh: PlanRows = { planId, keys: [], sheets: [] };
  plans.set(planId, fresh);
  return fresh;
}

function enter(plan: PlanRows, row: Row): void {
  const [part, , name, subjects, n, m, , a, b] = row;
  if (part === 'p') {
    plan.epoch = Number(n);
    plan.seq = Number(m);
  } else if (part === 's') {
    plan.state = { fromEpoch: Number(n), sealed: a instanceof Buffer ? a : null };
  } else if (part === 'k') {
    plan.keys.push({ subject: String(name), wrapped: bytes(a) });
  } else {
    plan.sheets.push({
      source: String(name),
      subjects: JSON.parse(String(subjects)) as string[],
      fromEpoch: Number(n),
      heads: bytes(a),
      content: b instanceof Buffer ? b : null,
    });
  }
}

function bytes(value: Row[number] | undefined): Buffer {
  if (!(value instanceof Buffer)) throw new Error('the database gave no bytes where bytes stand');
  return value;
}
