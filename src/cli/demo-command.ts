import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readJsonFile } from './apply.ts';
import { readAccess } from './credentials.ts';
import { credentialsOf, ensureClientKeys, writeCredentials } from './demo-keys.ts';
import { readDemoRegion, type DemoRegion } from './demo-region.ts';
import { createGatewayClient } from './gateway-client.ts';
import type { Launcher, RunningGateway } from './launcher.ts';
import { seedDemo, type Seeded } from './seed-demo.ts';
import type { Terminal } from './terminal.ts';

export interface DemoOptions {
  readonly directory: string;
  readonly port: number;
  readonly testClock?: string | undefined;
}

/**
 * Starts the demo region: an embedded store in one folder, filled at the first start, listening
 * on the loopback address only.
 */
export async function startDemo(
  options: DemoOptions,
  launcher: Launcher,
  terminal: Terminal,
): Promise<RunningGateway> {
  const { directory, port, testClock } = options;
  const region = await readDemoRegion();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const keys = await ensureClientKeys(directory, region);
  terminal.print(
    `Opening the store in ${shown(directory)}; the first time this takes some seconds.`,
  );
  const running = await launcher.embedded({
    storeDirectory: join(directory, 'store'),
    keyFile: join(directory, 'gateway.key'),
    logFile: join(directory, 'gateway.log'),
    port,
    testClock,
    bootstrap: await bootstrapOf(region, keys),
  });
  await writeCredentials(directory, region, running.url);
  await writeFile(join(directory, 'checkpoint-key.pem'), running.checkpointKey);
  const as = async (actor: string) =>
    createGatewayClient(await readAccess(credentialsOf(directory, actor)));
  try {
    terminal.print(`Listening on ${running.url}. Looking whether the demo region is there.`);
    const seeded = await seedDemo({ directory, region, keys, as });
    for (const line of welcome({ directory, region, seeded, url: running.url })) {
      terminal.print(line);
    }
  } catch (error) {
    await running.close();
    throw error;
  }
  return running;
}

/** The officer's organisation and client, which register everybody else through the doors. */
async function bootstrapOf(
  region: DemoRegion,
  keys: Awaited<ReturnType<typeof ensureClientKeys>>,
): Promise<{ organisation: unknown; client: unknown }> {
  const author = region.actors.find(({ name }) => name === region.author);
  const client = region.clients.find(({ id }) => id === author?.client);
  const { organisations } = await readRegister(region);
  return {
    organisation: organisations.find(({ id }) => id === author?.organisation),
    client: { ...client, jwks: { keys: [keys.get(client?.id ?? '')] } },
  };
}

async function readRegister(region: DemoRegion) {
  return (await readJsonFile(region.path(region.register))) as {
    readonly organisations: readonly { readonly id: string }[];
  };
}

interface Welcome {
  readonly directory: string;
  readonly region: DemoRegion;
  readonly seeded: Seeded & { readonly first: boolean };
  readonly url: string;
}

function welcome({ directory, region, seeded, url }: Welcome): string[] {
  const command = `node ${shown(process.argv[1] ?? 'dist/src/main.js')}`;
  const credentials = (actor: string) => shown(credentialsOf(directory, actor));
  const [plan] = seeded.plans;
  const school = region.pushes.find(({ adapter }) => adapter === 'school-json');
  return [
    `${region.name}: an invented region. Nobody in it exists.`,
    seeded.first ? 'It was made just now.' : 'It was already there.',
    '',
    `The gateway listens on ${url} (this machine only).`,
    `  ${url}/.well-known/smart-configuration   how systems get a token`,
    `  ${url}/fhir/metadata                     what the FHIR door can do`,
    `  ${url}/healthz, ${url}/readyz`,
    `  ${url}/onboarding                        for suppliers: connect a format (open it in a browser)`,
    '',
    'Household plans',
    ...seeded.plans.map(({ name, id }) => `  ${name.padEnd(22)} ${id}`),
    '',
    'Credentials (private keys lie beside them; only you can read them)',
    ...region.actors.map(
      ({ name, client, role, purpose }) =>
        `  ${credentials(name)}\n      client ${client}: ${role}, ${purpose}`,
    ),
    '',
    'Try it from another terminal:',
    `  push   ${command} push --as ${credentials(school?.as ?? '')} --adapter ${school?.adapter ?? ''} ${shown(region.path(school?.file ?? ''))}`,
    `  pull   ${command} pull --as ${credentials(region.coordinator)} ${plan?.id ?? ''}`,
    '',
    'Stop with Ctrl+C. What was stored stays, also after kill -9; a loss of power is not promised.',
    `To begin anew, remove ${shown(directory)}.`,
  ];
}

/** The path from here when that is shorter, as a shell takes it. */
function shown(path: string): string {
  const fromHere = relative(process.cwd(), path);
  const short = fromHere.length < path.length ? fromHere : path;
  return /^[\w./:-]+$/.test(short) ? short : `'${short.replaceAll("'", "'\\''")}'`;
}
