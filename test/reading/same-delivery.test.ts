import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FORMATS } from '../../bench/adapter-bodies.ts';
import type { Adapter } from '../../src/adapters/delivery.ts';
import { readMapping } from '../../src/adapters/mapping/read-mapping.ts';
import { withPersonFiles } from '../../src/adapters/person-file.ts';
import { builtInAdapters } from '../../src/built-in-adapters.ts';
import { GatewayError } from '../../src/flows/gateway-error.ts';
import { readDelivery } from '../../src/flows/read-delivery.ts';
import { readLargeApart, type BrokenOff } from '../../src/reading/read-large-apart.ts';
import { goodBodies } from '../checks/hostile/corpus.ts';
import { readJson } from '../support/households.ts';
import { edits, FHIR_SAMPLES, mutated } from '../support/mutated-bodies.ts';

const script = new URL('../../src/reading-worker.js', import.meta.url);
const everything = { apartFromKibibytes: -1, threads: 1 };
const stopped: BrokenOff[] = [];
const notHere = (): never => {
  throw new Error('read by the wrong thread');
};

describe('what a thread reads', () => {
  const reading = readLargeApart(everything, { script, data: {} }, (broken) =>
    stopped.push(broken),
  );
  afterAll(() => reading.close());

  const builtIn = new Map(
    withPersonFiles(builtInAdapters()).map((adapter): [string, Adapter] => [
      adapter.name,
      { ...adapter, recipe: { builtIn: adapter.name } },
    ]),
  );
  const adapterOf = (name: string): Adapter => {
    const own = builtIn.get(name);
    if (own) return own;
    const read = readMapping(readJson(`examples/mappings/${name}.json`));
    if (!read.ok) throw new Error(`no adapter ${name}`);
    return read.adapter;
  };

  const outcome = async (read: () => unknown): Promise<unknown> => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof GatewayError) return { code: error.code, issues: error.issues };
      throw error;
    }
  };
  const both = async (adapter: Adapter, mediaType: string, body: Uint8Array) => {
    const elsewhere = { ...adapter, read: notHere, readInSteps: notHere, readLines: notHere };
    const asked = { adapter: elsewhere, mediaType, body, source: 's' };
    const apart = await outcome(() => reading.read(asked));
    expect(apart).toEqual(await outcome(() => readDelivery(adapter, mediaType, body)));
    return apart;
  };

  const bodies = [
    ...goodBodies().map(({ door, mediaType, bytes }) => [door, mediaType, bytes] as const),
    ...FHIR_SAMPLES,
    ['fhir-r4.person', 'application/fhir+json', FHIR_SAMPLES[0][2]],
  ] as const;
  test.each(bodies)(
    '%s as %s: is what this one reads, right or spoilt',
    async (name, type, body) => {
      const adapter = adapterOf(name);
      await both(adapter, type, body);
      await fc.assert(
        fc.asyncProperty(edits, async (all) => {
          await both(adapter, type, mutated(body, all));
        }),
        { numRuns: 8 },
      );
    },
  );

  test.each(Object.keys(FORMATS))('%s: large bodies too', async (name) => {
    const format = FORMATS[name];
    if (!format) throw new Error('there is none');
    const made = format.adapter();
    const adapter = made.recipe ? made : { ...made, recipe: { builtIn: made.name } };
    const delivery = await both(adapter, format.mediaType, format.body(150_000));
    expect(delivery).toHaveProperty('dossiers.0.facts.0');
  });

  test('reading was never broken off for it', () => {
    expect(stopped).toEqual([]);
  });
});

test('a body that takes more memory than it may is refused, and the next one is read', async () => {
  const told: BrokenOff[] = [];
  const reading = readLargeApart({ ...everything, mebibytes: 40 }, { script, data: {} }, (each) =>
    told.push(each),
  );
  const read = (size: number) => {
    const { adapter, mediaType, body } = FORMATS['mapping, JSON'] ?? {};
    if (!adapter || !mediaType || !body) throw new Error('there is none');
    return reading.read({ adapter: adapter(), mediaType, body: body(size), source: 's' });
  };
  await expect(read(1_500_000)).rejects.toMatchObject({ code: 'unprocessable', stopped: 'memory' });
  expect((await read(10_000)).dossiers.length).toBeGreaterThan(0);
  await reading.close();
  expect(told).toMatchObject([{ stopped: 'memory', adapter: 'school-json' }]);
});
