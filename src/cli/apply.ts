import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { describeJsonIssue, parseStrictJson } from '../wire/strict-json.ts';
import type { GatewayClient } from './gateway-client.ts';
import { UsageError } from './usage-error.ts';

const record = z.record(z.string(), z.unknown());
const named = z.looseObject({ name: z.string().min(1) });

/** Lists of a plan in the order in which they can be written: what is pointed at comes first. */
const LISTS = [
  'authorities',
  'care-team',
  'care-relations',
  'levels',
  'safety-blocks',
  'emergency-accesses',
  'provisions',
] as const;

const planDocument = z.strictObject({
  name: z.string().min(1),
  coordinator: record,
  members: z.array(
    named.extend({ enrolments: z.record(z.string(), z.array(z.string())).optional() }),
  ),
  persons: z.array(named).default([]),
  ...(Object.fromEntries(LISTS.map((list) => [list, z.array(record).default([])])) as Record<
    (typeof LISTS)[number],
    z.ZodDefault<z.ZodArray<typeof record>>
  >),
});
type PlanDocument = z.infer<typeof planDocument>;

/** An administration file: everything in it is sent through the gateway's own doors. */
const administrationDocument = z.strictObject({
  planpoort: z.literal(1),
  organisations: z.array(record.and(z.object({ id: z.string() }))).default([]),
  clients: z.array(record.and(z.object({ id: z.string() }))).default([]),
  purposes: z.array(record.and(z.object({ code: z.string() }))).default([]),
  /** Sources that are fetched from. */
  sources: z.array(record.and(z.object({ organisation: z.string() }))).default([]),
  /** Paths of mapping files, from the folder of this file. */
  mappings: z.array(z.string()).default([]),
  plans: z.array(planDocument).default([]),
});
export type AdministrationDocument = z.infer<typeof administrationDocument>;

/** A plan as it was made: ids behind the names of the file. */
export interface AppliedPlan {
  readonly name: string;
  readonly id: string;
  /** Members, persons and records that carry a name in the file. */
  readonly ids: Readonly<Record<string, string>>;
}

export interface Applied {
  /** Entries of the register that were written. */
  readonly registered: number;
  readonly plans: readonly AppliedPlan[];
}

/**
 * Applies an administration file: register first, then plans. Sending the same file again changes
 * nothing: the register is replaced by itself and every plan record carries an idempotency key
 * made from its content. Records that left the file stay in the gateway.
 * @throws UsageError when the file will not do, GatewayRefused when the gateway says no
 */
export async function applyFile(client: GatewayClient, file: string): Promise<Applied> {
  const document = await readDocument(file, administrationDocument);
  const registered = await applyRegister(client, document, dirname(file));
  const plans: AppliedPlan[] = [];
  for (const plan of document.plans) plans.push(await applyPlan(client, plan));
  return { registered, plans };
}

async function readDocument<T extends z.ZodType>(file: string, schema: T): Promise<z.infer<T>> {
  const parsed = schema.safeParse(await readJsonFile(file), { reportInput: false });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `/${issue.path.map(String).join('/')}: ${issue.message}`,
  );
  throw new UsageError(`${file}:\n  ${faults.join('\n  ')}`);
}

/** @throws UsageError naming file, line and column */
export async function readJsonFile(file: string): Promise<unknown> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
  const parsed = parseStrictJson(bytes);
  if (parsed.ok) return parsed.value;
  throw new UsageError(`${file}: ${describeJsonIssue(parsed.issue)}`);
}

async function applyRegister(
  client: GatewayClient,
  document: AdministrationDocument,
  folder: string,
): Promise<number> {
  const { organisations, purposes, clients, sources } = document;
  const mappings = await Promise.all(
    document.mappings.map(async (path) => {
      const mapping = await readDocument(
        resolve(folder, path),
        z.looseObject({ mapping: z.string() }),
      );
      return [`mappings/${mapping.mapping}`, mapping] as const;
    }),
  );
  const entries: readonly (readonly [string, unknown])[] = [
    ...organisations.map((entry) => [`organisations/${entry.id}`, entry] as const),
    ...purposes.map((entry) => [`purposes/${entry.code}`, entry] as const),
    ...clients.map((entry) => [`clients/${entry.id}`, entry] as const),
    ...mappings,
    ...sources.map((entry) => [`sources/${entry.organisation}`, entry] as const),
  ];
  for (const [key, body] of entries) {
    await client.ask({ method: 'PUT', path: `/v1/${key}`, body });
  }
  return entries.length;
}

type Ids = Map<string, string>;

async function applyPlan(client: GatewayClient, plan: PlanDocument): Promise<AppliedPlan> {
  const { name, coordinator } = plan;
  const members = plan.members.map((member) => without(member, ['name', 'enrolments']));
  const body = { coordinator, members };
  const created = await write(client, { path: '/v1/plans', body, repeat: [name] });
  const ids: Ids = new Map(
    plan.members.map((member, i) => [member.name, created.members?.[i] ?? '']),
  );
  const add = async (list: string, entry: Readonly<Record<string, unknown>>, i: number) => {
    const path = `/v1/plans/${created.id}/${list}`;
    const repeat = [name, list, String(i)];
    const written = await write(client, {
      path,
      body: withIds(without(entry, ['name']), ids),
      repeat,
    });
    if (typeof entry['name'] === 'string') ids.set(entry['name'], written.id);
  };
  for (const [i, person] of plan.persons.entries()) await add('persons', person, i);
  for (const [i, enrolment] of enrolmentsOf(plan).entries()) await add('enrolments', enrolment, i);
  for (const list of LISTS)
    for (const [i, entry] of plan[list].entries()) await add(list, entry, i);
  return { name, id: created.id, ids: Object.fromEntries(ids) };
}

function enrolmentsOf(plan: PlanDocument) {
  return plan.members.flatMap(({ name, enrolments = {} }) =>
    Object.entries(enrolments).map(([org, identifiers]) => ({ org, member: name, identifiers })),
  );
}

interface Written {
  readonly id: string;
  readonly members?: readonly string[];
}

async function write(
  client: GatewayClient,
  request: { path: string; body: object; repeat: readonly string[] },
): Promise<Written> {
  const { path, body, repeat } = request;
  const hash = createHash('sha256')
    .update(JSON.stringify([...repeat, body]))
    .digest('hex');
  const headers = { 'idempotency-key': `apply-${hash.slice(0, 40)}` };
  const { json } = await client.ask({ method: 'POST', path, body, headers });
  return json as Written;
}

/** Fields of a record that point at a member or person of the plan. */
const POINTING = ['subject', 'holder', 'member', 'givers'] as const;

function withIds(entry: Readonly<Record<string, unknown>>, ids: Ids): object {
  const idOf = (name: unknown) => (typeof name === 'string' ? (ids.get(name) ?? name) : name);
  const pointed = POINTING.filter((field) => field in entry).map((field) => {
    const value = entry[field];
    return [field, Array.isArray(value) ? value.map(idOf) : idOf(value)] as const;
  });
  return { ...entry, ...Object.fromEntries(pointed) };
}

function without(entry: Readonly<Record<string, unknown>>, fields: readonly string[]) {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => !fields.includes(field)));
}
