import { describe, expect, test } from '@jest/globals';
import { Lru } from '../../src/flows/lru.ts';

describe('a bounded cache', () => {
  test('forgets what was not used longest', () => {
    const cache = new Lru<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([1, undefined, 3]);
  });

  test('holds what weighs no more than its bound', () => {
    const cache = new Lru<string>(10, (text) => text.length);
    cache.set('long', 'eight888');
    cache.set('short', 'two');
    expect([cache.get('long'), cache.get('short')]).toEqual([undefined, 'two']);
    cache.set('short', 'nine99999');
    cache.set('one', '1');
    expect([cache.get('short'), cache.get('one')]).toEqual(['nine99999', '1']);
    cache.set('too long', 'eleven11111');
    expect(cache.get('too long')).toBeUndefined();
  });
});
