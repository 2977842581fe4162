import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { Agent, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import pg from 'pg';
import { readMapping } from '../../../src/adapters/mapping/read-mapping.ts';
import { composeGateway } from '../../../src/compose.ts';
import type { Store } from '../../../src/flows/ports.ts';
import { createRegionCache, type RegionCache } from '../../../src/flows/region.ts';
import { close, listen } from '../../../src/http/listen.ts';
import { createLog } from '../../../src/http/log.ts';
import { embeddedImage } from '../../support/test-store.ts';
import { bearer, CLIENT, ORGANISATIONS, POLICY, registration, SECRET } from './region.ts';

/** One request as it goes over the wire. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Everything that can be observed of one answer, and the work that was done for it. */
export interface Seen {
  readonly status: number;
  /** In the order of the wire, without those that name the moment and the connection. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Names of the statements that were run, in order. */
  readonly statements: readonly string[];
}

/** One of two worlds: a gateway over a store of its own, reached over HTTP. */
export interface GatewayWorld {
  readonly store: Store;
  readonly regions: RegionCache;
  /** A request of the low recipient, over connections of its own. */
  ask(asked: Asked): Promise<Seen>;
  /** A request of anybody else. */
  act(asked: Asked): Promise<Seen>;
  close(): Promise<void>;
}

/** What both worlds share: the clock of decisions and the source of ids, set before each step. */
export class Conditions {
  now = Date.UTC(2026, 10, 2, 9);
  #stream = 'start';
  #made = 0;

  /** The same ids and the same instant for the same step, whatever happened before. */
  begin(step: string, now: number): void {
    [this.#stream, this.#made, this.now] = [step, 0, now];
  }

  id(): string {
    this.#made += 1;
    const digest = createHash('sha256').update(`${this.#stream} ${this.#made}`).digest();
    return Array.from(digest.subarray(0, 26), (byte) => ALPHABET.charAt(byte & 31)).join('');
  }
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** The moment and the trace are nobody's content. */
const NOT_COMPARED = new Set(['date', 'traceparent']);

/** Address that clients know both gateways by. */
const BASE = 'https://poort.example';

/** Starts a gateway with the region and its policy, ready for plans. */
export async function openWorld(conditions: Conditions): Promise<GatewayWorld> {
  const quiet = createLog(new Writable({ write: (_line, _encoding, done) => done() }));
  const [first] = ORGANISATIONS;
  const gateway = await composeGateway({
    place: { kind: 'embedded', image: await embeddedImage() },
    secret: SECRET,
    testClock: { read: () => Promise.resolve(conditions.now) },
    chance: { id: () => conditions.id() },
    bootstrap: {
      organisation: registration(first),
      client: { ...CLIENT, organisations: CLIENT.organisations.slice(0, 1) },
    },
    log: quiet,
  });
  const doors = gateway.doorsAt(BASE);
  const server = await listen((req, res) => workOf.run(running, () => doors(req, res)), {
    host: '127.0.0.1',
    port: 0,
  });
  // A connection ends after so many requests, which its own user can count.
  const [own, others] = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
  const act = over(server, others);
  await setUpRegion(act);
  return {
    store: gateway.store,
    regions: createRegionCache(gateway.store, readMapping),
    ask: over(server, own),
    act,
    close: async () => {
      own.destroy();
      others.destroy();
      await close(server, 100);
      await gateway.close();
    },
  };
}

async function setUpRegion(act: GatewayWorld['act']): Promise<void> {
  const [first] = ORGANISATIONS;
  const [author, second] = [bearer(first, 'officer-1'), bearer(first, 'officer-2')];
  const must = async (asked: Asked) => {
    const seen = await act(asked);
    if (seen.status >= 300) throw new Error(`${asked.path} ${seen.status} ${seen.body}`);
    return seen;
  };
  const put = (path: string, document: object) => {
    const headers = { authorization: author, 'content-type': 'application/json' };
    return must({ method: 'PUT', path, headers, body: JSON.stringify(document) });
  };
  for (const one of ORGANISATIONS.map(registration)) await put(`/v1/organisations/${one.id}`, one);
  await put(`/v1/clients/${CLIENT.id}`, CLIENT);
  for (const code of new Set(ORGANISATIONS.map(({ purpose }) => purpose))) {
    await put(`/v1/purposes/${code}`, { code, bases: ['public-task', 'contract', 'consent'] });
  }
  const csv = { authorization: author, 'content-type': 'text/csv' };
  const submitted = await must({
    method: 'POST',
    path: '/v1/policies',
    headers: csv,
    body: POLICY,
  });
  const { version } = JSON.parse(submitted.body) as { version: string };
  for (const [step, authorization] of [
    ['approval', second],
    ['activation', author],
  ] as const) {
    await must({
      method: 'POST',
      path: `/v1/policies/${version}/${step}`,
      headers: { authorization },
    });
  }
}

type Answered = Omit<Seen, 'statements'>;

function over(server: Server, agent: Agent): GatewayWorld['ask'] {
  const { port } = server.address() as AddressInfo;
  return ({ method, path, headers = {}, body }) =>
    countingStatements(
      () =>
        new Promise<Answered>((resolve, reject) => {
          const options = { host: '127.0.0.1', port, method, path, agent, headers };
          const sent = request(options, (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () => {
              const { statusCode: status = 0, rawHeaders } = response;
              const headers = pairs(rawHeaders);
              resolve({ status, headers, body: Buffer.concat(chunks).toString('latin1') });
            });
          });
          sent.on('error', reject);
          sent.end(body);
        }),
    );
}

function pairs(raw: readonly string[]): Seen['headers'] {
  return raw.flatMap((name, i) =>
    i % 2 === 0 && !NOT_COMPARED.has(name.toLowerCase()) ? [[name, raw[i + 1] ?? ''] as const] : [],
  );
}

let running: string[] = [];
let watched = false;
/** Whose work it is: what a gateway does by the clock in between is nobody's. */
const workOf = new AsyncLocalStorage<string[]>();

/** The names of the statements that the driver runs for one request; requests go one by one. */
async function countingStatements(work: () => Promise<Answered>): Promise<Seen> {
  watchDriver();
  const statements: string[] = [];
  running = statements;
  return { ...(await work()), statements };
}

function watchDriver(): void {
  if (watched) return;
  watched = true;
  const { prototype } = pg.Client;
  const run = Reflect.get(prototype, 'query') as (...given: unknown[]) => unknown;
  Reflect.set(prototype, 'query', function (this: pg.Client, ...given: unknown[]): unknown {
    const name = (given[0] as { readonly name?: string } | undefined)?.name;
    if (name !== undefined) workOf.getStore()?.push(name);
    return Reflect.apply(run, this, given);
  });
}
