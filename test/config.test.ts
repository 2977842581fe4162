import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../src/config.ts';

const WHOLE = `{
  "mode": "production",
  "publicUrl": "https://poort.example",
  "listen": { "host": "127.0.0.1", "port": 8443 },
  "store": { "kind": "embedded", "directory": "store" },
  "keyFile": "gateway.key"
}`;

async function read(text: string) {
  const path = join(await mkdtemp(join(tmpdir(), 'planpoort-config-')), 'planpoort.json');
  await writeFile(path, text);
  return readConfig(path);
}

describe('the configuration', () => {
  test('is read whole, with paths from its own folder', async () => {
    const config = await read(WHOLE);
    expect(config.keyFile).toMatch(/^\/.*planpoort-config-.*\/gateway\.key$/);
    expect(config.store).toMatchObject({ kind: 'embedded' });
  });

  test.each([
    ['the key file left out', /,\n {2}"keyFile": "gateway.key"/, '', /line 1: keyFile/],
    ['a wrong port', /8443/, '"many"', /line 4: listen\.port/],
    ['an unknown store', /"embedded"/, '"memory"', /line 5: store\.kind/],
    ['a member that nobody reads', /"listen"/, '"audit": false,\n  "listen"', /line 4: audit/],
    ['plain http in production', /https:/, 'http:', /line 3: publicUrl: must be https/],
    ['no mode', /"mode": "production",\n/, '', /line 1: mode/],
    ['something that is not JSON', /"store"/, 'store', /line 5, column 3/],
  ])('refuses %s and says where', async (_, from, to, fault) => {
    await expect(read(WHOLE.replace(from, to))).rejects.toThrow(fault);
  });

  test.each([
    ['production', 'https://fhir.intern:8443', true],
    ['production', 'http://127.0.0.1:9911', false],
    ['production', 'https://fhir.intern/r4', false],
    ['production', 'everywhere', false],
    ['test', 'http://127.0.0.1:9911', true],
    ['test', 'http://localhost:9911', true],
    ['test', 'http://fhir.intern', false],
    ['test', 'http://127.0.0.1.evil.example', false],
  ])('in %s lets sources be fetched from %s: %s', async (mode, origin, allowed) => {
    const fetch = `"fetch": { "allow": [${JSON.stringify(origin)}] }, "listen"`;
    const config = WHOLE.replace('production', mode).replace('"listen"', fetch);
    if (allowed) expect((await read(config)).fetch).toEqual({ allow: [origin] });
    else await expect(read(config)).rejects.toThrow(/line 4: fetch\.allow/);
  });

  test('a missing file is a sentence', async () => {
    await expect(readConfig('/nowhere/planpoort.json')).rejects.toThrow('cannot be read');
  });
});
