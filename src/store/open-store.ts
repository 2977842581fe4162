import type { QuarantineStore, Store, TestClock } from '../flows/ports.ts';

import { spendOnce } from './assertions.ts';
import { read, type Database } from './database.ts';
import { findEarlierAnswer } from './earlier-answers.ts';
import { openEmbeddedDatabase, type EmbeddedOptions } from './embedded-database.ts';
import { findEnrolments, findForPush, plansOf } from './enrolments.ts';
import { deriveMasterKeys, makeKeyCheck, passesKeyCheck, type MasterKeys } from './master-keys.ts';
import { fetchStore, freeLeases } from './fetches.ts';
import { PlanCache } from './plan-cache.ts';
import { changePlans, createPlan } from './plan-change.ts';
import {
  readForPush,
  readPlan,
  readPlanAsOf,
  readPlanState,
  type PlanReader,
} from './plan-reading.ts';
import { openPostgresDatabase, type PostgresOptions } from './postgres-database.ts';
import {
  heldBefore,
  heldInVain,
  heldOf,
  heldSources,
  readHeld,
  removeHeld,
  spokenAfter,
  sweepWords,
} from './quarantine/held-deliveries.ts';
import { takeDelivery } from './quarantine/take-delivery.ts';
import { appendEntry, appendRelease, readChains, readEntries } from './record.ts';
import { changeRegister, readRegister, registerEpoch } from './register.ts';

/** Which store, and the key that its content is sealed under. */
export type StoreOptions = (
  | ({ readonly kind: 'embedded' } & EmbeddedOptions)
  | ({ readonly kind: 'postgres' } & PostgresOptions)
) & {
  /** Content of the key file, 32 bytes or more; kept outside the database and its backups. */
  readonly kek: Uint8Array;
  /** Gives the instants of decisions instead of the database's clock. Never in production. */
  readonly testClock?: TestClock;
  /** How many plans' keys and states are kept open. */
  readonly openPlans?: number;
};

const OPEN_PLANS = 500;

/**
 * Opens the store and brings its schema up to date.
 * @throws Error when it cannot be reached or is in use, or was made with another key file
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const master = deriveMasterKeys(options.kek);
  const database =
    options.kind === 'embedded'
      ? await openEmbeddedDatabase(options)
      : await openPostgresDatabase(options);
  try {
    await checkKey(database, master);
    if (options.kind === 'embedded') await freeLeases(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  const cache = new PlanCache(master, options.openPlans ?? OPEN_PLANS);
  return storeOver({ database, master, cache, testClock: options.testClock });
}

interface Parts {
  readonly database: Database;
  readonly master: MasterKeys;
  readonly cache: PlanCache;
  readonly testClock: TestClock | undefined;
}

function storeOver({ database, master, cache, testClock }: Parts): Store {
  const reader: PlanReader = {
    database,
    master,
    cache,
    decisionInstant: async (clock) => (await testClock?.read()) ?? clock,
  };
  return {
    readPlan: (planId) => readPlan(reader, planId),
    readPlanState: (planId) => readPlanState(reader, planId),
    readForPush: (org, planIds) => readForPush(reader, org, planIds),
    readPlanAsOf: (planId, epoch) => readPlanAsOf(reader, planId, epoch),
    createPlan: (plan, idem) => createPlan(reader, plan, idem),
    changePlans: (changes, idem) => changePlans(reader, changes, idem),
    appendRelease: async (append) =>
      appendRelease(database, append, (await testClock?.read()) === undefined),
    appendEntry: (chain, entry) => appendEntry(database, chain, entry),
    readEntries: (chain, page) => readEntries(database, chain, page),
    readEntry: async (chain, seq) => {
      const [entry] = await readEntries(database, chain, { after: seq - 1, limit: 1 });
      return entry?.seq === seq ? entry : undefined;
    },
    readChains: () => readChains(database),
    earlierAnswer: (caller, key) => findEarlierAnswer(database, master, { caller, key }),
    findEnrolments: (org, identifiers) => findEnrolments(database, master, { org, identifiers }),
    now: async () => reader.decisionInstant(await databaseClock(database)),
    spendOnce: (issuer, jti, expiresAt) => spendOnce(database, { issuer, jti }, expiresAt),
    registerEpoch: () => registerEpoch(database),
    plansOf: (org, limit) => plansOf(database, org, limit),
    findForPush: (search) => findForPush(database, master, search),
    readRegister: (epoch) => readRegister(database, epoch),
    changeRegister: (change, idem) => changeRegister(database, master, { change, answered: idem }),
    ...quarantineOver(reader),
    fetches: fetchStore(database, master),
    close: () => database.close(),
  };
}

function quarantineOver(reader: PlanReader): QuarantineStore {
  const { database, master } = reader;
  return {
    takeDelivery: (changes, taken) => takeDelivery(reader, changes, taken),
    heldOf: (org) => heldOf(database, org),
    readHeld: (org, delivery) => readHeld(database, master, { org, delivery }),
    spokenAfter: (org, seq, words) => spokenAfter(database, master, { org, seq, words }),
    heldSources: () => heldSources(database),
    heldBefore: (instant) => heldBefore(database, instant),
    heldInVain: () => heldInVain(database),
    removeHeld: (removal, answered) => removeHeld(database, master, { removal, answered }),
    sweepWords: () => sweepWords(database),
  };
}

const CLOCK = {
  name: 'read-clock',
  text: 'select floor(extract(epoch from clock_timestamp()) * 1000)::float8',
};

async function databaseClock(database: Database): Promise<number> {
  const [row] = await read(database, CLOCK, []);
  return Number(row?.[0]);
}

const SET_KEY_CHECK = {
  name: 'set-key-check',
  text: 'update planpoort.region set key_check = $1 where key_check is null',
};
const READ_KEY_CHECK = { name: 'read-key-check', text: 'select key_check from planpoort.region' };

/** The first key file becomes the database's; another one is refused before it can do harm. */
async function checkKey(database: Database, master: MasterKeys): Promise<void> {
  await read(database, SET_KEY_CHECK, [makeKeyCheck(master)]);
  const [row] = await read(database, READ_KEY_CHECK, []);
  if (!(row?.[0] instanceof Buffer) || !passesKeyCheck(master, row[0])) {
    throw new Error('this store was made with another key file');
  }
}
