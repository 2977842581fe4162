import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from '../../src/audit/canonical.ts';
import { genesisHead, nextHead } from '../../src/audit/chain.ts';
import { isReceipt, mintReceipt } from '../../src/audit/receipt-mint.ts';
import { entry } from '../support/plans.ts';

describe('the text of an entry', () => {
  test('has its members in one order and leaves out what is absent', () => {
    const text = canonicalText({ ...entry({ subjects: ['b', 'a'] }), planEpoch: 3 });
    expect(text).toBe(
      '{"actor":{"client":"wijkteam-system","organisation":"wijkteam"},' +
        '"instant":"2026-10-01T10:00:00.000Z","kind":"change","outcome":"accepted","planEpoch":3,' +
        '"subjects":["b","a"],"trace":"0123456789abcdef0123456789abcdef","v":1}',
    );
  });

  test('does not depend on the order in which a body was built, and says the same', () => {
    const words = fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), words, (outcome, rules) => {
        const body = entry({ outcome, rules });
        const turned = Object.fromEntries(Object.entries(body).reverse()) as unknown as typeof body;
        expect(canonicalText(turned)).toBe(canonicalText(body));
        expect(JSON.parse(canonicalText(body))).toEqual(body);
      }),
    );
  });

  test('holds whole numbers only', () => {
    expect(() => canonicalText(entry({ planEpoch: 0.5 }))).toThrow(RangeError);
  });
});

describe('a chain', () => {
  const sha256 = (...parts: readonly (Buffer | string)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

  test('begins with its name and grows by the hash of each text', () => {
    const start = genesisHead('plan:1');
    expect(start).toEqual(sha256(Buffer.of(2), 'plan:1'));
    const leaf = sha256(Buffer.of(0), 'text');
    expect(nextHead(start, 'text')).toEqual(sha256(Buffer.of(1), start, leaf));
    expect(genesisHead('plan:2')).not.toEqual(start);
  });
});

describe('a receipt', () => {
  test('is what was minted, not what looks like it', () => {
    const receipt = mintReceipt('region', 1, '00');
    expect(isReceipt(receipt)).toBe(true);
    expect(isReceipt({ ...receipt })).toBe(false);
    expect(isReceipt(null)).toBe(false);
    expect(() => Object.assign(receipt, { seq: 2 })).toThrow(TypeError);
  });
});
