import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmbeddedSettings, Launcher, PolicyCheck, RunningGateway } from './cli/launcher.ts';
import { UsageError } from './cli/usage-error.ts';
import {
  checkpointKeyOf,
  composeGateway,
  openKeyedStore,
  type ComposedGateway,
  type GatewaySettings,
  type StorePlace,
} from './compose.ts';
import { ConfigFault, readConfig, type GatewayConfig } from './config.ts';
import { GatewayError } from './flows/gateway-error.ts';
import type { TestClock } from './flows/ports.ts';
import type { QuarantineBounds } from './flows/quarantine/held-delivery.ts';
import { createLog } from './http/log.ts';
import { close, listen, type ListenAddress } from './http/listen.ts';
import { readKeyFile } from './keys.ts';
import { readSchemaFolders, schemasIn } from './message-schemas.ts';
import { readyMapping } from './preview.ts';
import { compilePolicy } from './policies/compile.ts';
import { parsePolicyText } from './policies/parse-rules.ts';
import { VOCABULARY } from './vocabulary/vocabulary.ts';
import { SchemaFault } from './wire/xsd/schema-fault.ts';

/** How far from the asked port a free one is sought. */
const PORTS_TRIED = 50;

const EMBEDDED_PROMISE =
  'EMBEDDED STORE: what was acknowledged survives kill -9, not by promise a loss of power.';

/** The rooms as the command line gets them. */
export const launcher: Launcher = {
  serve,
  embedded,
  checkPolicy,
  readMapping: (document) => Promise.resolve(readyMapping(document)),
  openRecord: async (configFile) => {
    const config = await readConfigOrSay(configFile);
    const [place, secret] = [await placeOf(config), await keyOf(config)];
    return openKeyedStore(place, secret).catch((error: unknown) => {
      if (!(error instanceof Error)) throw error;
      throw new UsageError(`the store cannot be opened: ${error.message}`);
    });
  },
  checkpointKey: async (configFile) => {
    return checkpointKeyOf(await keyOf(await readConfigOrSay(configFile)));
  },
};

async function serve(configFile: string, clockFile?: string): Promise<RunningGateway> {
  const config = await readConfigOrSay(configFile);
  const testClock = testClockOf(config, clockFile ?? process.env['PLANPOORT_TEST_CLOCK']);
  const place = await placeOf(config);
  process.stderr.write(`${startingWith(place)}\n`);
  const gateway = await composeOrSay({
    place,
    secret: await keyOf(config),
    testClock,
    bootstrap: config.bootstrap,
    quarantine: config.quarantine && boundsOf(config.quarantine),
    fetch: config.fetch,
    rememberedResources: config.rememberedResources,
    messageSchemas: await schemasOf(config),
    reading: config.reading,
  });
  if (config.store.kind === 'embedded') process.stderr.write(`${EMBEDDED_PROMISE}\n`);
  try {
    return running(gateway, await listenAll(gateway, config), config.publicUrl);
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

/** The official schemas, where the operator has laid them ready. */
async function schemasOf({ messageSchemas }: GatewayConfig) {
  if (messageSchemas === undefined) return undefined;
  try {
    const folders = await readSchemaFolders(messageSchemas);
    schemasIn(folders);
    return folders;
  } catch (error) {
    if (error instanceof SchemaFault)
      throw new UsageError(`the gateway cannot start: messageSchemas: ${error.message}`);
    throw error;
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;

function boundsOf(kept: NonNullable<GatewayConfig['quarantine']>): QuarantineBounds {
  const { days, deliveries, mebibytes } = kept;
  return { deliveries, bytes: mebibytes * 1024 * 1024, age: days * DAY_MS };
}

/** The first start of a store takes seconds: say what they are spent on. */
function startingWith(place: StorePlace): string {
  return place.kind === 'embedded'
    ? `Opening the embedded store in ${place.directory}; the first time this takes some seconds.`
    : 'Connecting to PostgreSQL and looking whether its tables are up to date.';
}

/** The doors, and the metrics when they have a place of their own; all of them or none. */
async function listenAll(gateway: ComposedGateway, config: GatewayConfig): Promise<Server[]> {
  const doors = await listen(gateway.doorsAt(config.publicUrl), config.listen);
  if (!config.operations) return [doors];
  try {
    return [doors, await listen(gateway.operations, config.operations)];
  } catch (error) {
    await close(doors);
    throw error;
  }
}

/** What keeps a gateway from starting is for the operator to read: in use, another key, no server. */
async function composeOrSay(settings: GatewaySettings): Promise<ComposedGateway> {
  try {
    return await composeGateway(settings);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const issues = error instanceof GatewayError ? error.issues : [];
    const places = issues.map(({ place = '', text }) => `\n  ${place}: ${text}`);
    const what = issues.length > 0 ? 'the bootstrap is not right' : error.message;
    throw new UsageError(`the gateway cannot start: ${what}${places.join('')}`);
  }
}

async function readConfigOrSay(configFile: string): Promise<GatewayConfig> {
  try {
    return await readConfig(configFile);
  } catch (error) {
    if (error instanceof ConfigFault) throw new UsageError(error.message);
    throw error;
  }
}

async function placeOf({ store }: GatewayConfig): Promise<StorePlace> {
  if (store.kind === 'embedded') return store;
  const { connectionFile } = store;
  const url = await readFile(connectionFile, 'utf8').catch(() => {
    throw new UsageError(`the connection file ${connectionFile} cannot be read`);
  });
  if (!/^postgres(ql)?:\/\//.test(url)) {
    const form = 'postgresql://USER:PASSWORD@HOST:PORT/DATABASE';
    throw new UsageError(`the connection file ${connectionFile} holds no address like ${form}`);
  }
  return { kind: 'postgres', url: url.trim() };
}

function keyOf({ keyFile }: GatewayConfig): Promise<Uint8Array> {
  return readKeyFile(keyFile, false).catch(() => {
    throw new UsageError(`the key file ${keyFile} cannot be read`);
  });
}

function testClockOf({ mode }: GatewayConfig, file: string | undefined): TestClock | undefined {
  if (file === undefined) return undefined;
  if (mode === 'test') return fileClock(file);
  throw new UsageError('a test clock cannot be used with "mode": "production"');
}

/** Reads its instant again at every request, so that a test can move it. */
function fileClock(file: string): TestClock {
  process.stderr.write(`TEST CLOCK: decisions are made at the instant in ${file}\n`);
  return {
    read: async () => {
      const instant = Date.parse((await readFile(file, 'utf8')).trim());
      if (Number.isNaN(instant)) throw new Error('the test clock holds no instant');
      return instant;
    },
  };
}

async function embedded(settings: EmbeddedSettings): Promise<RunningGateway> {
  const { storeDirectory: directory, keyFile, logFile, bootstrap, port, testClock } = settings;
  const gateway = await composeOrSay({
    place: { kind: 'embedded', directory },
    secret: await readKeyFile(keyFile, true),
    log: createLog(createWriteStream(logFile, { flags: 'a', mode: 0o600 })),
    bootstrap,
    testClock: testClock === undefined ? undefined : fileClock(testClock),
    // A trial: the FHIR server that is fetched from may run beside it.
    fetch: { allow: ['loopback'] },
  });
  try {
    const address = { host: '127.0.0.1', port };
    const { server, url } = await listenNearby(address, (base) => gateway.doorsAt(base));
    return running(gateway, [server], url);
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

/** Takes the port that was asked for, or the next free one; the doors must know their address. */
async function listenNearby(
  { host, port }: ListenAddress,
  doorsAt: (url: string) => RequestListener,
): Promise<{ server: Server; url: string }> {
  let doors: RequestListener = (_req, res) => res.writeHead(503).end();
  for (let tried = port; ; tried += 1) {
    try {
      const server = await listen((req, res) => doors(req, res), { host, port: tried });
      const url = `http://${host}:${(server.address() as AddressInfo).port}`;
      doors = doorsAt(url);
      return { server, url };
    } catch (error) {
      const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!inUse || tried >= port + PORTS_TRIED) throw error;
    }
  }
}

function running(
  gateway: Pick<ComposedGateway, 'checkpointKey' | 'keepFetching' | 'close'>,
  servers: readonly Server[],
  url: string,
): RunningGateway {
  gateway.keepFetching();
  return {
    url,
    checkpointKey: gateway.checkpointKey,
    close: async () => {
      await Promise.all(servers.map((server) => close(server)));
      await gateway.close();
    },
  };
}

function policyPlace(line: number, column?: number): string {
  if (line === 0) return 'the file as a whole';
  return column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
}

async function checkPolicy(csv: string): Promise<PolicyCheck> {
  const parsed = parsePolicyText(csv, { knownCodes: VOCABULARY });
  if (parsed.ok) {
    const { version } = await compilePolicy(parsed);
    return { rules: parsed.rules.length, version, faults: [] };
  }
  const faults = parsed.issues.map(
    ({ line, column, what, remedy }) => `${policyPlace(line, column)}: ${what.en} ${remedy.en}`,
  );
  return { rules: 0, version: '', faults };
}
