import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { GatewayDriver, testClient, type TestClient } from './gateway-driver.ts';
import { bootstrapOf, OFFICER_ORGANISATION } from './officer.ts';
import { layEmbeddedStore } from './test-store.ts';

/** Where a gateway under test keeps what it must not lose. */
export type ProcessStore =
  { readonly kind: 'embedded' } | { readonly kind: 'postgresql'; readonly url: string };

export interface ProcessOptions {
  /** Everything of this gateway: configuration, key file, clock, embedded store. */
  readonly directory: string;
  readonly store: ProcessStore;
  /** Decide at the instant in this gateway's clock file. */
  readonly withClock?: boolean;
  readonly officer?: TestClient;
  readonly port?: number;
  readonly rememberedResources?: number;
  /** For the engine, in place of those that operators give. */
  readonly nodeOptions?: readonly string[];
  /** Origins of sources on loopback that may be fetched from. */
  readonly fetch?: readonly string[];
}

/** `planpoort serve` in a process of its own, started and killed as its operators do. */
export interface GatewayProcess {
  readonly driver: GatewayDriver;
  readonly port: number;
  readonly pid: number;
  readonly clockFile: string;
  readonly officer: TestClient;
  readonly officerOrganisation: string;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/**
 * As operators start it: what a request makes lives until its answer has left, so with several at a
 * time the young generation needs room, or it is copied over and over.
 */
export const NODE_OPTIONS = ['--max-semi-space-size=64'];

/**
 * `npm run jest` gives it: the embedded engine translates its code once and fast, which pays for the
 * few statements of a suite. Checks and benchmarks run the engine as operators do, from its first start.
 */
const BRIEF = '--liftoff-only';
const brief = process.execArgv.includes(BRIEF);

const START_MS = 90_000;

/** Starts a gateway and waits until it answers. @throws Error with its output when it does not */
export async function startGatewayProcess(options: ProcessOptions): Promise<GatewayProcess> {
  const { directory, store } = options;
  mkdirSync(directory, { recursive: true });
  const port = options.port ?? (await freePort());
  const officer = options.officer ?? testClient('client-officer');
  const clockFile = join(directory, 'clock');
  const config = join(directory, 'planpoort.json');
  writeFileSync(join(directory, 'keys'), 'k'.repeat(48));
  const place = join(directory, 'store');
  if (brief && store.kind === 'embedded' && !existsSync(place)) await layEmbeddedStore(place);
  if (store.kind === 'postgresql') writeFileSync(join(directory, 'connection'), store.url);
  writeFileSync(config, JSON.stringify(configDocument({ ...options, port, officer }), null, 1));
  const clock = options.withClock ? ['--test-clock', clockFile] : [];
  if (options.withClock) writeFileSync(clockFile, new Date(0).toISOString());
  const child = spawn(
    process.execPath,
    [
      ...(options.nodeOptions ?? NODE_OPTIONS),
      ...(brief ? [BRIEF] : []),
      'dist/src/main.js',
      'serve',
      '--config',
      config,
      ...clock,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output = collect(child);
  const driver = new GatewayDriver(`http://127.0.0.1:${port}`);
  await answers(driver, child, output);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal);
    await gone;
  };
  return {
    driver,
    port,
    pid: child.pid ?? 0,
    clockFile,
    officer,
    officerOrganisation: OFFICER_ORGANISATION,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

function configDocument(at: ProcessOptions & { port: number; officer: TestClient }) {
  return {
    mode: 'test',
    publicUrl: `http://127.0.0.1:${at.port}`,
    listen: { host: '127.0.0.1', port: at.port },
    store:
      at.store.kind === 'embedded'
        ? { kind: 'embedded', directory: 'store' }
        : { kind: 'postgresql', connectionFile: 'connection' },
    keyFile: 'keys',
    rememberedResources: at.rememberedResources,
    ...(at.fetch ? { fetch: { allow: at.fetch } } : {}),
    bootstrap: bootstrapOf(at.officer),
  };
}

function collect(child: ChildProcess): { text: string } {
  const output = { text: '' };
  const add = (chunk: Buffer) => {
    output.text = (output.text + chunk.toString()).slice(-4000);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return output;
}

async function answers(driver: GatewayDriver, child: ChildProcess, output: { text: string }) {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline;) {
    if (child.exitCode !== null) break;
    const ready = await driver.request('GET', '/readyz').catch(() => undefined);
    if (ready?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`the gateway did not start:\n${output.text}`);
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
