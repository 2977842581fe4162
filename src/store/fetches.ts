import type {
  FetchClaim,
  FetchedPerson,
  FetchRun,
  FetchStanding,
  FetchStore,
  PersonProgress,
} from '../flows/fetch/fetch-store.ts';
import { read, type Database, type Row } from './database.ts';
import type { MasterKeys } from './master-keys.ts';
import { blindIndex, seal, unseal } from './seal.ts';

/** A process that lives renews its leases several times in this time. */
const LEASE_SECONDS = 30;

const MS = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`;
const LEASED_UNTIL = `clock_timestamp() + interval '${LEASE_SECONDS} seconds'`;
const FREE = '(leased_until is null or leased_until <= clock_timestamp())';
const HELD = 'org = $1 and holder = $2 and leased_until > clock_timestamp()';

const SCHEDULE = {
  name: 'fetch-schedule',
  text: `insert into planpoort.fetch_source (org, due)
    select o.org, clock_timestamp() from unnest($1::text[]) as o (org)
    on conflict (org) do update set due = excluded.due where fetch_source.due is null`,
};
const KNOW = {
  name: 'fetch-know',
  text: 'insert into planpoort.fetch_source (org) values ($1) on conflict do nothing',
};
const CLAIM_ONE = {
  name: 'fetch-claim-one',
  text: `update planpoort.fetch_source
    set holder = $2, leased_until = ${LEASED_UNTIL}, due = least(due, clock_timestamp())
    where org = $1 and ${FREE} returning org, ${MS('clock_timestamp()')}`,
};
const CLAIM_DUE = {
  name: 'fetch-claim-due',
  text: `update planpoort.fetch_source set holder = $1, leased_until = ${LEASED_UNTIL}
    where org = (
      select org from planpoort.fetch_source where due <= clock_timestamp() and ${FREE}
      order by due limit 1 for update skip locked)
    returning org, ${MS('clock_timestamp()')}`,
};
const RENEW = {
  name: 'fetch-renew',
  text: `update planpoort.fetch_source set leased_until = ${LEASED_UNTIL} where ${HELD} returning 1`,
};
const STANDING = {
  name: 'fetch-standing',
  text: `select ${MS('due')}, not ${FREE}, run from planpoort.fetch_source where org = $1`,
};
const PROGRESS = {
  name: 'fetch-progress',
  text: `with held as (
      update planpoort.fetch_source set leased_until = ${LEASED_UNTIL}, run = $3
      where ${HELD} returning org),
    person as (
      insert into planpoort.fetch_person (org, person, sealed)
      select org, $4::bytea, $5::bytea from held where $4::bytea is not null
      on conflict (org, person) do update set sealed = excluded.sealed)
    select 1 from held`,
};
const RELEASE = {
  name: 'fetch-release',
  text: `update planpoort.fetch_source set holder = null, leased_until = null,
      due = clock_timestamp() + $3::float8 * interval '1 millisecond'
    where org = $1 and holder = $2`,
};
const PEOPLE = {
  name: 'fetch-people',
  text: 'select person, sealed from planpoort.fetch_person where org = $1',
};
const OTHERS = {
  name: 'fetch-others',
  text: `select person, sealed from planpoort.fetch_person
    where org = $1 and not person = any ($2::bytea[]) order by person`,
};
const KEEP_PEOPLE = {
  name: 'fetch-keep-people',
  text: `delete from planpoort.fetch_person
    where org = $1 and not person = any ($3::bytea[])
      and exists (select 1 from planpoort.fetch_source where ${HELD})`,
};

const FREE_ALL = {
  name: 'fetch-free-all',
  text: `update planpoort.fetch_source set holder = null, leased_until = null
    where holder is not null`,
};

/** Ends every lease: where only one process can have the store, whoever had one is gone. */
export async function freeLeases(database: Database): Promise<void> {
  await read(database, FREE_ALL, []);
}

/** The state of the fetches, in the store. */
export function fetchStore(database: Database, master: MasterKeys): FetchStore {
  const ran = async (text: { name: string; text: string }, values: readonly unknown[]) =>
    (await read(database, text, values)).length > 0;
  const held = ({ organisation, holder }: FetchClaim) => [organisation, holder];
  return {
    schedule: async (organisations) => {
      if (organisations.length > 0) await read(database, SCHEDULE, [organisations]);
    },
    claim: async (holder, organisation) => {
      if (organisation === undefined)
        return claimIn(await read(database, CLAIM_DUE, [holder]), holder);
      await read(database, KNOW, [organisation]);
      return claimIn(await read(database, CLAIM_ONE, [organisation, holder]), holder);
    },
    renew: (claim) => ran(RENEW, held(claim)),
    standing: async (organisation) => standingIn(await read(database, STANDING, [organisation])),
    progress: (claim, run, person) =>
      ran(PROGRESS, [
        ...held(claim),
        JSON.stringify(run),
        ...sealedPerson(master, claim.organisation, person),
      ]),
    release: async (claim, dueInMs) => {
      await read(database, RELEASE, [...held(claim), dueInMs]);
    },
    people: async (organisation, keys) => {
      const rows = await read(database, PEOPLE, [organisation]);
      return peopleIn(rows, { master, organisation, keys });
    },
    others: async (organisation, keys) => {
      const indexes = keys.map((key) => personIndex(master, organisation, key));
      const rows = await read(database, OTHERS, [organisation, indexes]);
      return rows.flatMap(([index, sealed]) =>
        index instanceof Buffer && sealed instanceof Buffer
          ? [openPerson(master, { organisation, index, sealed })]
          : [],
      );
    },
    keepPeople: async (claim, keys) => {
      const indexes = keys.map((key) => personIndex(master, claim.organisation, key));
      await read(database, KEEP_PEOPLE, [...held(claim), indexes]);
    },
  };
}

function claimIn([row]: readonly Row[], holder: string): FetchClaim | undefined {
  return row && { organisation: String(row[0]), holder, now: Number(row[1]) };
}

function standingIn([row]: readonly Row[]): FetchStanding {
  if (!row) return { running: false };
  const [due, running, run] = row as readonly unknown[];
  return {
    ...(due === null ? {} : { due: Number(due) }),
    running: running === true || running === 't',
    ...(typeof run === 'string' ? { run: JSON.parse(run) as FetchRun } : {}),
  };
}

function sealedPerson(
  master: MasterKeys,
  organisation: string,
  person: PersonProgress | undefined,
): readonly [Buffer | null, Buffer | null] {
  if (!person) return [null, null];
  const index = personIndex(master, organisation, person.key);
  const context = personContext(organisation, index);
  return [index, seal(master.fetches, JSON.stringify(person.state), context)];
}

interface Asked {
  readonly master: MasterKeys;
  readonly organisation: string;
  readonly keys: readonly string[];
}

function peopleIn(rows: readonly Row[], { master, organisation, keys }: Asked) {
  const sealed = new Map(rows.map(([index, bytes]) => [hex(index), bytes]));
  const people = new Map<string, FetchedPerson>();
  for (const key of keys) {
    const index = personIndex(master, organisation, key);
    const bytes = sealed.get(index.toString('hex'));
    if (!(bytes instanceof Buffer)) continue;
    people.set(key, openPerson(master, { organisation, index, sealed: bytes }));
  }
  return people;
}

interface SealedPerson {
  readonly organisation: string;
  readonly index: Buffer;
  readonly sealed: Buffer;
}

function openPerson(
  { fetches }: MasterKeys,
  { organisation, index, sealed }: SealedPerson,
): FetchedPerson {
  const text = unseal(fetches, sealed, personContext(organisation, index)).toString('utf8');
  return JSON.parse(text) as FetchedPerson;
}

function hex(value: Row[number] | undefined): string {
  return value instanceof Buffer ? value.toString('hex') : '';
}

/** The same person at two sources leaves two unrelated hashes. */
function personIndex({ blinding }: MasterKeys, organisation: string, key: string): Buffer {
  return blindIndex(blinding, ['fetched person', organisation, key]);
}

function personContext(organisation: string, index: Buffer): string {
  return JSON.stringify(['fetched person', organisation, index.toString('hex')]);
}
