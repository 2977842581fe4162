import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMapping } from '../../src/adapters/mapping/read-mapping.ts';
import { GatewayError } from '../../src/flows/gateway-error.ts';
import { readDelivery } from '../../src/flows/read-delivery.ts';
import { readJson } from '../support/households.ts';
import { edits, mutated, SAMPLES } from '../support/mutated-bodies.ts';

/** Milliseconds that this process worked: others on the machine do not count. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

describe.each(SAMPLES)('mutated bodies of %s', (name, mediaType, body) => {
  const read = readMapping(readJson(`examples/mappings/${name}.json`));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const { adapter } = read;
  /** The code of the refusal, or `read`. Anything that is not a refusal would be a crash at the door. */
  const outcome = (bytes: Buffer): string => {
    try {
      readDelivery(adapter, mediaType, bytes);
      return 'read';
    } catch (error) {
      if (error instanceof GatewayError) return error.code;
      throw error;
    }
  };

  test('are read or refused, never a crash, in bounded time', () => {
    const seen = new Set<string>();
    let slowest = 0;
    fc.assert(
      fc.property(edits, (all) => {
        const start = cpuTime();
        seen.add(outcome(mutated(body, all)));
        slowest = Math.max(slowest, cpuTime() - start);
      }),
      { numRuns: 400 },
    );
    expect([...seen].sort()).toEqual(['read', 'unprocessable']);
    expect(slowest).toBeLessThan(2000);
  });
});

describe('bodies of 25 MB', () => {
  const size = 25 * 2 ** 20;
  const of = (text: string) => Buffer.from(text.repeat(Math.ceil(size / text.length)));
  test.each([
    ['schuldhulp-csv', 'text/csv', Buffer.concat([Buffer.from('a;b\n'), of('1;"2"\n')])],
    ['schuldhulp-csv', 'text/csv', of('"')],
    ['schuldhulp-csv', 'text/csv', of(';')],
    ['thuiszorg-xml', 'application/xml', Buffer.concat([Buffer.from('<a>'), of('<b c="1"/>')])],
    ['thuiszorg-xml', 'application/xml', of('<a>')],
    ['thuiszorg-xml', 'application/xml', Buffer.concat([Buffer.from('<a '), of('b="1" ')])],
    ['thuiszorg-xml', 'application/xml', Buffer.concat([Buffer.from('<a>'), of('&amp;')])],
  ])('%s: refused or read within bounded time (%#)', (name, mediaType, bytes) => {
    const read = readMapping(readJson(`examples/mappings/${name}.json`));
    if (!read.ok) throw new Error('is right');
    const start = cpuTime();
    expect(() => readDelivery(read.adapter, mediaType, bytes)).toThrow(GatewayError);
    expect(cpuTime() - start).toBeLessThan(10_000);
  });
});
