import { describe, expect, test } from '@jest/globals';
import {
  dossiersConcerned,
  stillSaid,
  wordsOf,
  wordsToLookUp,
} from '../../../src/flows/quarantine/spoken.ts';
import type { MappedDelivery } from '../../../src/plan/delivery.ts';
import { about, delivery } from '../../support/deliveries.ts';

const naming = { source: 's', opaque: (...parts: readonly string[]) => parts.join('|') };
const word = (key: string) => naming.opaque('dossier', 's', key);
const stating = (keys: readonly string[], more: Partial<MappedDelivery> = {}) =>
  delivery([], { dossiers: keys.map((key) => ({ key, facts: [about(`P-${key}`)] })), ...more });
const said = (read: MappedDelivery, former: readonly string[], later: readonly string[]) =>
  stillSaid({ delivery: read, former, naming }, new Set(later.map(word)));
const keysOf = ({ delivery: { dossiers } }: ReturnType<typeof said>) => dossiers.map((d) => d.key);

describe('a held delivery that is read again', () => {
  test('says what nobody said since', () => {
    const still = said(stating(['a', 'b']), ['a'], ['b']);
    expect([keysOf(still), still.words, still.superseded]).toEqual([['a'], [word('a')], ['/x']]);
  });

  test('takes back what an earlier reading said and this one does not, unless it was said since', () => {
    expect(said(stating(['b']), ['a', 'b'], []).delivery.withdrawn).toEqual(['a']);
    expect(said(stating(['b']), ['a', 'b'], ['a']).delivery.withdrawn).toEqual([]);
    const unread = stating(['b'], { held: ['a'] });
    expect(said(unread, ['a', 'b'], []).delivery.withdrawn).toEqual([]);
  });

  test('leaves out new names where names changed and the old ones were said since', () => {
    expect(keysOf(said(stating(['new/a', 'b']), ['a', 'b'], ['a']))).toEqual(['b']);
    expect(keysOf(said(stating(['new/a', 'b']), ['a', 'b'], []))).toEqual(['new/a', 'b']);
  });

  test('says nothing about somebody of whom everything was said since, by any name', () => {
    const whole = delivery([], { about: ['P-a'], aliases: new Map([['P-a', ['bsn:1']]]) });
    const later = new Set(wordsOf({ ...whole, dossiers: [] }, naming, true));
    const reread = { delivery: stating(['a', 'b']), former: [], naming };
    expect(wordsToLookUp(reread)).toEqual(expect.arrayContaining([...later].slice(0, 1)));
    expect(keysOf(stillSaid(reread, later))).toEqual(['b']);
    const byNumber = delivery([about('bsn:1')]);
    expect(keysOf(stillSaid({ delivery: byNumber, former: [], naming }, later))).toEqual([]);
  });

  test('brings shared dossiers along without replacing them, and leaves dated ones to their moments', () => {
    const shared = { key: 'pr', facts: [about('P-a')], shared: true as const };
    const read = stating(['a', 'dated'], { asOf: new Map([['dated', 5]]) });
    const still = said({ ...read, dossiers: [...read.dossiers, shared] }, [], ['pr', 'dated']);
    expect(keysOf(still)).toEqual(['a', 'dated', 'pr']);
    expect([still.addOnly, still.words]).toEqual([new Set([word('pr')]), [word('a')]]);
  });
});

describe('what a delivery concerns', () => {
  const quarantined = [{ place: '/q', code: 'invalid-value', text: 't' }] as const;

  test('is known where the adapter says what it could not read', () => {
    const read = stating(['a'], { held: ['b'], quarantined });
    expect(dossiersConcerned(read, naming)).toEqual([word('a'), word('b')]);
    expect(dossiersConcerned(stating(['a']), naming)).toEqual([word('a')]);
  });

  test.each<[string, Partial<MappedDelivery>]>([
    ['it does not say', { quarantined }],
    ['something is astray', { quarantined, held: [], astray: true }],
    ['something has no rule', { held: [], quarantined: [{ ...quarantined[0], code: 'unmapped' }] }],
    ['the order is not that of arrival', { asOf: new Map([['a', 1]]) }],
  ])('is not known where %s', (_, more) => {
    expect(dossiersConcerned(stating(['a'], more), naming)).toBeUndefined();
  });
});
