import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  deriveMasterKeys,
  makeKeyCheck,
  newKey,
  passesKeyCheck,
  unwrapKey,
  wrapKey,
} from '../../src/store/master-keys.ts';
import { makeKeys, openPlanKeys, PLAN_ITSELF } from '../../src/store/plan-keys.ts';
import { blindIndex, seal, SealBroken, unseal } from '../../src/store/seal.ts';

const key = newKey();

describe('a sealed text', () => {
  test('opens to itself under its key and context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(unseal(key, seal(key, text, context), context).toString('utf8')).toBe(text);
      }),
    );
  });

  test('does not open under another key, in another context, or with any bit changed', () => {
    const sealed = seal(key, 'text', 'context');
    expect(() => unseal(newKey(), sealed, 'context')).toThrow(SealBroken);
    expect(() => unseal(key, sealed, 'another')).toThrow(SealBroken);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => unseal(key, changed, 'context')).toThrow(SealBroken);
    }
    expect(() => unseal(key, sealed.subarray(0, 20), 'context')).toThrow(SealBroken);
  });

  test('is another one every time', () => {
    expect(seal(key, 'text', 'c')).not.toEqual(seal(key, 'text', 'c'));
  });
});

describe('the key file', () => {
  const master = deriveMasterKeys(Buffer.alloc(32, 1));
  const other = deriveMasterKeys(Buffer.alloc(32, 2));

  test('is at least 32 bytes', () => {
    expect(() => deriveMasterKeys(Buffer.alloc(31))).toThrow(RangeError);
  });

  test('wraps a key for one owner', () => {
    const owner = { planId: 'p', subject: 's' };
    const wrapped = wrapKey(master, key, owner);
    expect(unwrapKey(master, wrapped, owner)).toEqual(key);
    expect(() => unwrapKey(other, wrapped, owner)).toThrow(SealBroken);
    expect(() => unwrapKey(master, wrapped, { ...owner, planId: 'q' })).toThrow(SealBroken);
    expect(() => unwrapKey(master, wrapped, { ...owner, subject: 't' })).toThrow(SealBroken);
  });

  test('is recognised', () => {
    const check = makeKeyCheck(master);
    expect(passesKeyCheck(master, check)).toBe(true);
    expect(passesKeyCheck(other, check)).toBe(false);
  });

  test('keys the blind index', () => {
    const index = blindIndex(master.blinding, ['a', 'b']);
    expect(index).toEqual(blindIndex(master.blinding, ['a', 'b']));
    expect(index).not.toEqual(blindIndex(master.blinding, ['ab', '']));
    expect(index).not.toEqual(blindIndex(other.blinding, ['a', 'b']));
  });
});

describe('the keys of a plan', () => {
  const master = deriveMasterKeys(Buffer.alloc(32, 1));
  const rows = makeKeys(master, 'p', [PLAN_ITSELF, 'a', 'b']);
  const keys = openPlanKeys(master, 'p', rows);

  test('give every set of subjects a key of its own, in whatever order they are named', () => {
    const sets = [[], ['a'], ['b'], ['a', 'b']].map((set) => keys.sheetKey(set).toString('hex'));
    expect(new Set(sets).size).toBe(4);
    expect(keys.sheetKey(['b', 'a'])).toEqual(keys.sheetKey(['a', 'b']));
  });

  test('open nothing about people whose key is gone', () => {
    const left = openPlanKeys(
      master,
      'p',
      rows.filter(({ subject }) => subject !== 'b'),
    );
    expect(left.sheetKey(['a'])).toEqual(keys.sheetKey(['a']));
    expect(() => left.sheetKey(['a', 'b'])).toThrow('no key');
  });
});
