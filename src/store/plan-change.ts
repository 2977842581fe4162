import { canonicalText } from '../audit/canonical.ts';
import { planChain } from '../audit/chain.ts';
import type { EntryBody, Receipt } from '../audit/entry.ts';
import { mintReceipt } from '../audit/receipt-mint.ts';
import type { PlanChange, PlanState, Sheet } from '../flows/ports.ts';
import { drain } from '../plan/drain.ts';
import { inTurns, Turns } from '../flows/in-turns.ts';
import type { Row, Statement } from './database.ts';
import { sealSheet, sealState } from './documents.ts';
import { Draft } from './draft.ts';
import { draftAnswer, type Answered } from './earlier-answers.ts';
import { dossierIndex, enrolmentRows, sameEnrolments } from './enrolments.ts';
import type { MasterKeys } from './master-keys.ts';
import type { KnownPlan } from './plan-cache.ts';
import { makeKeys, PLAN_ITSELF, planKeys, type NewKey, type PlanKeys } from './plan-keys.ts';
import { readOpened, type PlanReader } from './plan-reading.ts';
import { CHANGE_PLANS, NO_SOURCE } from './plan-statements.ts';

/** A plan that does not exist yet. */
export interface NewPlan {
  readonly planId: string;
  readonly state: PlanState;
  readonly entry: EntryBody;
}

/** Everything that one change of one plan writes, as parts of the statement's document. */
interface PlanDraft {
  readonly plan: object;
  readonly keys: readonly object[];
  readonly states: readonly object[];
  readonly sheets: readonly object[];
  /** Undefined when the look-up rows stay as they are. */
  readonly enrolments: readonly object[] | undefined;
  readonly planId: string;
  /** What will be known of the plan once this is committed. */
  readonly after: KnownPlan;
}

/** Creates a plan at epoch 1; 'moved' when the id or the idempotency key is taken. */
export async function createPlan(
  reader: PlanReader,
  { planId, state, entry }: NewPlan,
  answered?: Answered,
): Promise<Receipt | 'moved'> {
  const draft = new Draft();
  const own = makeKeys(reader.master, planId, [PLAN_ITSELF]);
  const before = { epoch: 0, keys: planKeys(planId, own), stateFrom: 0 };
  const change = { planId, epoch: 0, state, entry };
  const drafted = drain(draftChange({ draft, master: reader.master, change, before, made: own }));
  const written = await write(reader, draft, { drafted: [drafted], answered, create: true });
  return written === 'moved' ? 'moved' : (written.receipts[0] ?? 'moved');
}

/** Applies changes to plans in one transaction: all of them or, when any plan moved, none. */
export async function changePlans(
  reader: PlanReader,
  changes: readonly PlanChange[],
  answered?: Answered,
): Promise<readonly Receipt[] | 'moved'> {
  const written = await writeChanges(reader, changes, { answered });
  return written === 'moved' ? 'moved' : written.receipts;
}

/** What is written in the same transaction as the changes, and by which statement. */
export interface Besides {
  readonly answered?: Answered | undefined;
  /** Takes the same two arguments as `CHANGE_PLANS` and gives at least the same rows. */
  readonly statement?: Statement;
  /** More members of the document, their bytes added to the draft. */
  readonly more?: (draft: Draft) => object;
}

/** The receipts in the order of the changes, and all rows of the statement. */
export interface WrittenChanges {
  readonly receipts: readonly Receipt[];
  readonly rows: readonly Row[];
}

/** `changePlans`, with something besides. */
export async function writeChanges(
  reader: PlanReader,
  changes: readonly PlanChange[],
  besides: Besides,
): Promise<WrittenChanges | 'moved'> {
  if (new Set(changes.map(({ planId }) => planId)).size !== changes.length) {
    throw new RangeError('one change per plan');
  }
  const known = await knownPlans(reader, changes);
  const draft = new Draft();
  const turns = new Turns();
  const drafted: PlanDraft[] = [];
  for (const change of changes) {
    const before = known.get(change.planId);
    if (before?.epoch !== change.epoch) return 'moved';
    const work = draftChange({ draft, master: reader.master, change, before, made: [] });
    drafted.push(await inTurns(work));
    if (turns.isOver()) await turns.next();
  }
  return write(reader, draft, { drafted, create: false, ...besides });
}

/** Keys and states at the epochs of the changes: from the cache, or read when it forgot. */
async function knownPlans(reader: PlanReader, changes: readonly PlanChange[]) {
  const known = new Map<string, KnownPlan>();
  for (const { planId, epoch } of changes) {
    const cached = reader.cache.at(planId, epoch);
    if (cached) known.set(planId, cached);
  }
  const missing = changes.map(({ planId }) => planId).filter((id) => !known.has(id));
  if (missing.length === 0) return known;
  const { plans } = await readOpened(reader, missing, NO_SOURCE);
  for (const plan of plans) known.set(plan.rows.planId, plan.known);
  return known;
}

interface Drafting {
  readonly draft: Draft;
  readonly master: MasterKeys;
  readonly change: PlanChange;
  readonly before: Omit<KnownPlan, 'state'> & { readonly state?: PlanState };
  /** Keys made already for this plan and not stored yet. */
  readonly made: readonly NewKey[];
}

/** Stops after each sheet: sealing a large one takes its time. */
function* draftChange({
  draft,
  master,
  change,
  before,
  made,
}: Drafting): Generator<undefined, PlanDraft> {
  const { planId, state, entry, sheets = [] } = change;
  const at = change.epoch + 1;
  const added = makeKeys(master, planId, subjectsWithoutKey(before.keys, state, sheets));
  const keys = added.length === 0 ? before.keys : before.keys.with(added);
  const after = state ?? before.state;
  if (!after) throw new RangeError('a plan begins with a state');
  const drafted: object[] = [];
  for (const sheet of sheets) {
    drafted.push(draftSheet(draft, { keys, master }, { sheet, at }));
    yield;
  }
  return {
    planId,
    plan: { id: planId, epoch: change.epoch, body: canonicalText(entry) },
    keys: [...made, ...added].map(({ subject, wrapped }) => ({
      id: planId,
      subject,
      ...draft.add(wrapped),
    })),
    states: state ? [{ id: planId, at, ...draft.add(sealState(keys, at, state)) }] : [],
    sheets: drafted,
    enrolments: state && draftEnrolments(draft, master, { planId, state, before: before.state }),
    after: { epoch: at, keys, state: after, stateFrom: state ? at : before.stateFrom },
  };
}

function subjectsWithoutKey(
  keys: PlanKeys,
  state: PlanState | undefined,
  sheets: readonly Sheet[],
): readonly string[] {
  const members = state?.circumstances.members.map(({ id }) => id) ?? [];
  const subjects = new Set([...members, ...sheets.flatMap((sheet) => sheet.subjects)]);
  return [...subjects].filter((subject) => !keys.has(subject));
}

function draftSheet(
  draft: Draft,
  { keys, master }: { keys: PlanKeys; master: MasterKeys },
  { sheet, at }: { sheet: Sheet; at: number },
) {
  const place = {
    source: sheet.source,
    subjects: [...new Set(sheet.subjects)].sort(),
    fromEpoch: at,
  };
  const row = {
    id: keys.planId,
    source: place.source,
    subjects: JSON.stringify(place.subjects),
    at,
  };
  if (sheet.facts.length === 0) return row;
  const { heads, content } = sealSheet(keys, place, sheet.facts);
  const [h, c] = [draft.add(heads), draft.add(content)];
  const dossiers = new Set(sheet.facts.map((fact) => fact.dossier));
  const indexed = [...dossiers].map((dossier) => dossierIndex(master, sheet.source, dossier));
  return { ...row, ha: h.a, hn: h.n, ...c, dossiers: indexed };
}

function draftEnrolments(
  draft: Draft,
  master: MasterKeys,
  { planId, state, before }: { planId: string; state: PlanState; before: PlanState | undefined },
): readonly object[] | undefined {
  if (before && sameEnrolments(before, state)) return undefined;
  return enrolmentRows(master, state).map(({ org, member, identifier }) => ({
    id: planId,
    org,
    member,
    ...draft.add(identifier),
  }));
}

interface Writing extends Besides {
  readonly drafted: readonly PlanDraft[];
  readonly create: boolean;
}

async function write(
  reader: PlanReader,
  draft: Draft,
  { drafted, create, answered, statement = CHANGE_PLANS, more }: Writing,
): Promise<WrittenChanges | 'moved'> {
  const rewritten = drafted.filter(({ enrolments }) => enrolments !== undefined);
  const document = {
    ...(create ? { create: true } : {}),
    ...draftAnswer(draft, reader.master, answered),
    plans: drafted.map(({ plan }) => plan),
    ...list(
      'keys',
      drafted.flatMap(({ keys }) => keys),
    ),
    ...list(
      'states',
      drafted.flatMap(({ states }) => states),
    ),
    ...list(
      'sheets',
      drafted.flatMap(({ sheets }) => sheets),
    ),
    ...list(
      'enrolled',
      rewritten.map(({ planId }) => planId),
    ),
    ...list(
      'enrolments',
      rewritten.flatMap(({ enrolments }) => enrolments ?? []),
    ),
    ...more?.(draft),
  };
  const rows = await reader.database.run(statement, draft.values(document));
  if (rows === 'moved') return 'moved';
  for (const { planId, after } of drafted) reader.cache.remember(planId, after);
  return { receipts: drafted.map(({ planId }) => receiptOf(planId, rows)), rows };
}

/** Leaves out what is empty, and with it the statements that would do nothing. */
function list(name: string, items: readonly unknown[]): object {
  return items.length === 0 ? {} : { [name]: items };
}

function receiptOf(planId: string, rows: readonly Row[]): Receipt {
  const row = rows.find(([id]) => id === planId);
  const head = row?.[2];
  if (!(head instanceof Buffer)) throw new Error('a change without its entry');
  return mintReceipt(planChain(planId), Number(row?.[1]), head.toString('hex'));
}
