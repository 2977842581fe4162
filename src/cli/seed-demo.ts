import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyFile, type AppliedPlan } from './apply.ts';
import type { PublicJwk } from './credentials.ts';
import type { DemoRegion } from './demo-region.ts';
import type { GatewayClient } from './gateway-client.ts';
import { movePolicy, submitPolicy } from './policy-commands.ts';
import { push } from './push-command.ts';

/** What the first start made, kept to print it again at every later start. */
export interface Seeded {
  readonly policyVersion: string;
  readonly plans: readonly AppliedPlan[];
}

interface Seeding {
  readonly directory: string;
  readonly region: DemoRegion;
  readonly keys: ReadonlyMap<string, PublicJwk>;
  /** A client of the gateway for one actor. */
  readonly as: (actor: string) => Promise<GatewayClient>;
}

/**
 * Fills an empty gateway through its own doors, as the actors of the region. A start that was
 * broken off half-way is taken up where it stopped: every request carries an idempotency key or
 * replaces an entry by itself.
 * @returns what is there, and whether this start made it
 */
export async function seedDemo(seeding: Seeding): Promise<Seeded & { readonly first: boolean }> {
  const mark = join(seeding.directory, 'seeded.json');
  const earlier = await readFile(mark, 'utf8').catch(() => undefined);
  if (earlier !== undefined) return { ...(JSON.parse(earlier) as Seeded), first: false };
  await registerEverybody(seeding);
  const policyVersion = await activatePolicy(seeding);
  const plans = await makePlans(seeding);
  await pushEverything(seeding);
  const seeded: Seeded = { policyVersion, plans };
  await writeFile(mark, `${JSON.stringify(seeded, null, 2)}\n`, { mode: 0o600 });
  return { ...seeded, first: true };
}

async function registerEverybody({ region, keys, as }: Seeding): Promise<void> {
  const officer = await as(region.author);
  await applyFile(officer, region.path(region.register));
  for (const client of region.clients) {
    const body = { ...client, jwks: { keys: [keys.get(client.id)] } };
    await officer.ask({ method: 'PUT', path: `/v1/clients/${client.id}`, body });
  }
}

/** Four eyes: one officer submits and activates, another approves. */
async function activatePolicy({ region, as }: Seeding): Promise<string> {
  const author = await as(region.author);
  const { version } = await submitPolicy(author, region.path(region.policy));
  await movePolicy(await as(region.approver), version, 'approval');
  await movePolicy(author, version, 'activation');
  return version;
}

async function makePlans({ region, as }: Seeding): Promise<AppliedPlan[]> {
  const coordinator = await as(region.coordinator);
  const plans: AppliedPlan[] = [];
  for (const file of region.plans) {
    plans.push(...(await applyFile(coordinator, region.path(file))).plans);
  }
  return plans;
}

async function pushEverything({ region, as }: Seeding): Promise<void> {
  for (const { as: actor, adapter, file } of region.pushes) {
    const key = `demo-${actor}-${adapter}-${file.replaceAll('/', '-')}`;
    await push(await as(actor), { adapter, file: region.path(file), key });
  }
}
