import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGatewayClient } from '../src/cli/gateway-client.ts';
import { createKeyFile, readAccess } from '../src/cli/credentials.ts';
import { report } from '../src/cli/exit-code.ts';
import { verifyRecord } from '../src/audit/verify-record.ts';
import { launcher } from '../src/launch.ts';
import { layEmbeddedStore } from './support/test-store.ts';

/** A port that was free a moment ago: the public address must be known before listening. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a gateway that is served from a configuration', () => {
  let folder: string;
  let config: Record<string, unknown>;
  let configFile: string;
  const path = (name: string) => join(folder, name);
  const write = (name: string, document: unknown) =>
    writeFile(path(name), JSON.stringify(document, null, 2));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'planpoort-serve-'));
    configFile = path('planpoort.json');
    await writeFile(path('gateway.key'), Buffer.alloc(32, 7), { mode: 0o600 });
    const port = await freePort();
    const speaking = { roles: ['professional'], purposes: ['accountability'] };
    config = {
      mode: 'test',
      publicUrl: `http://127.0.0.1:${port}`,
      listen: { host: '127.0.0.1', port },
      operations: { host: '127.0.0.1', port: 0 },
      store: { kind: 'embedded', directory: 'store' },
      keyFile: 'gateway.key',
      bootstrap: {
        organisation: {
          id: 'region',
          name: 'Region',
          kind: 'municipality',
          domain: 'care-welfare',
          ...speaking,
        },
        client: {
          id: 'desk',
          scopes: ['policy.manage', 'audit.read'],
          organisations: [{ id: 'region', ...speaking }],
          jwks: { keys: [await createKeyFile(path('desk.pem'), 'k1')] },
        },
      },
    };
    await write('planpoort.json', config);
    await write('desk.json', {
      gateway: config['publicUrl'],
      client: 'desk',
      kid: 'k1',
      key: 'desk.pem',
    });
  });

  afterAll(() => rm(folder, { recursive: true }));

  test('lets its first client in, decides by the test clock, and keeps its record', async () => {
    await writeFile(path('clock'), '2025-03-01T12:00:00+01:00\n');
    const running = await launcher.serve(configFile, path('clock'));
    const desk = createGatewayClient(await readAccess(path('desk.json')));
    const { json } = await desk.ask({ path: '/v1/organisations' });
    expect(json).toMatchObject({ organisations: [{ id: 'region' }] });
    const purpose = { code: 'accountability', bases: ['legal-obligation'] };
    await desk.ask({ method: 'PUT', path: '/v1/purposes/accountability', body: purpose });
    await running.close();

    const record = await launcher.openRecord(configFile);
    const entries = await record.readEntries('region', { after: 0, limit: 10 });
    expect(await verifyRecord(record)).toMatchObject({ chains: 1, findings: [] });
    await record.close();
    const bodies = entries.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
    expect(bodies[0]).toMatchObject({ outcome: 'bootstrapped', actor: { client: 'desk' } });
    expect(bodies[1]).toMatchObject({
      changed: ['purposes/accountability set'],
      instant: '2025-03-01T11:00:00.000Z',
    });
  });

  test('leaves a register that has a client alone, whatever the configuration says', async () => {
    const other = { id: 'other', name: 'O', kind: 'police', domain: 'safety', roles: ['anyone'] };
    await write('other.json', {
      ...config,
      bootstrap: { ...(config['bootstrap'] as object), organisation: other },
    });
    const running = await launcher.serve(path('other.json'));
    const desk = createGatewayClient(await readAccess(path('desk.json')));
    const { json } = await desk.ask({ path: '/v1/organisations' });
    expect(json).toMatchObject({ organisations: [{ id: 'region' }] });
    await running.close();
  });

  test('refuses a test clock in production, another key file, and a weak first key', async () => {
    const production = { ...config, mode: 'production', publicUrl: 'https://poort.example' };
    await write('production.json', production);
    await expect(launcher.serve(path('production.json'), path('clock'))).rejects.toThrow(
      'test clock cannot be used',
    );
    await writeFile(path('another.key'), Buffer.alloc(32, 8));
    await write('another.json', { ...config, keyFile: 'another.key' });
    await expect(launcher.serve(path('another.json'))).rejects.toThrow('another key file');
    await write('missing.json', { ...config, keyFile: 'missing.key' });
    await expect(launcher.serve(path('missing.json'))).rejects.toThrow('cannot be read');
    const weak = JSON.parse(await readFile(configFile, 'utf8')) as typeof config;
    const text = JSON.stringify({ ...weak, store: { kind: 'embedded', directory: 'fresh' } });
    await writeFile(path('weak.json'), text.replace(/"x":"[^"]+"/, '"x":"AAAA"'));
    await expect(launcher.serve(path('weak.json'))).rejects.toThrow('/jwks/keys/0');
  });

  test('refuses a first organisation that could do nothing, naming the place', async () => {
    await layEmbeddedStore(path('empty'));
    const text = JSON.stringify({ ...config, store: { kind: 'embedded', directory: 'empty' } });
    await writeFile(path('kind.json'), text.replace('"municipality"', '"gemeente"'));
    await expect(launcher.serve(path('kind.json'))).rejects.toThrow(
      '/bootstrap/organisation/kind: is not a code of the vocabulary',
    );
    await writeFile(path('stranger.json'), text.replace('[{"id":"region"', '[{"id":"elsewhere"'));
    await expect(launcher.serve(path('stranger.json'))).rejects.toThrow(
      '/bootstrap/client/organisations/0/id',
    );
  });

  test('an address in use is said, and leaves the store free for the next try', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    await write('in-use.json', { ...config, listen: { host: '127.0.0.1', port } });
    const complaints: string[] = [];
    const terminal = { print: () => undefined, complain: (line: string) => complaints.push(line) };
    const fault: unknown = await launcher
      .serve(path('in-use.json'))
      .catch((error: unknown) => error);
    await new Promise((resolve) => holder.close(resolve));
    expect(report(fault, terminal)).toBe(2);
    expect(complaints).toEqual([expect.stringContaining('another program uses this port')]);
    const record = await launcher.openRecord(configFile);
    await record.close();
  });

  test('a record that cannot be opened is no finding: it is said why', async () => {
    const running = await launcher.serve(configFile);
    const inUse: unknown = await launcher.openRecord(configFile).catch((error: unknown) => error);
    await running.close();
    await writeFile(path('connection'), 'postgresql://nobody@127.0.0.1:9/nowhere');
    const store = { kind: 'postgresql', connectionFile: 'connection' };
    await write('no-server.json', { ...config, store });
    const unreachable: unknown = await launcher
      .openRecord(path('no-server.json'))
      .catch((error: unknown) => error);
    const complaints: string[] = [];
    const terminal = { print: () => undefined, complain: (line: string) => complaints.push(line) };
    expect([inUse, unreachable].map((fault) => report(fault, terminal))).toEqual([2, 2]);
    expect(complaints[0]).toMatch(/^the store cannot be opened: ./);
    expect(complaints[1]).toContain('ECONNREFUSED');
  });

  test('takes the next free port when the one it should have is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const running = await launcher.embedded({
      storeDirectory: path('store'),
      keyFile: path('gateway.key'),
      logFile: path('gateway.log'),
      port,
      bootstrap: config['bootstrap'] as { organisation: unknown; client: unknown },
    });
    const taken = Number(new URL(running.url).port);
    expect(taken).toBeGreaterThan(port);
    const desk = await readAccess(path('desk.json'), { gateway: running.url });
    expect((await createGatewayClient(desk).send({ path: '/v1/purposes' })).status).toBe(200);
    await running.close();
    holder.close();
  });

  test('gives the same public key of checkpoints as long as the key file is the same', async () => {
    const key = await launcher.checkpointKey(configFile);
    expect(key).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect(await launcher.checkpointKey(configFile)).toBe(key);
    expect(await launcher.checkpointKey(path('another.json'))).not.toBe(key);
  });
});
