import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  formatCheckpoint,
  isGenuine,
  makeCheckpoint,
  parseCheckpoint,
} from '../../src/audit/checkpoint.ts';
import { openNote, signNote } from '../../src/audit/signed-note.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = { name: 'gateway.example', key: privateKey };
const verifier = { name: 'gateway.example', key: publicKey };
const head = (digit: string) => digit.repeat(64);
const heads = [
  { chain: 'region', seq: 3, head: head('a') },
  { chain: 'plan:1', seq: 12, head: head('b') },
  { chain: 'organisation:wijkteam Oost', seq: 1, head: head('c') },
];
const checkpoint = makeCheckpoint(heads, '2026-10-01T10:00:00Z', signer);

describe('a checkpoint', () => {
  test('is genuine, in whatever order its chains are listed, also after a file', () => {
    expect(isGenuine(checkpoint, verifier)).toBe(true);
    expect(isGenuine({ ...checkpoint, heads: heads.toReversed() }, verifier)).toBe(true);
    const read = parseCheckpoint(formatCheckpoint(checkpoint));
    expect(read).toEqual(checkpoint);
    expect(isGenuine(read, verifier)).toBe(true);
  });

  test('over no chains at all is one too', () => {
    const empty = makeCheckpoint([], '2026-10-01T10:00:00Z', signer);
    expect(parseCheckpoint(formatCheckpoint(empty))).toEqual(empty);
    expect(isGenuine(empty, verifier)).toBe(true);
  });

  test.each([
    ['a head changed', heads.with(0, { chain: 'region', seq: 3, head: head('d') })],
    ['a length changed', heads.with(1, { chain: 'plan:1', seq: 11, head: head('b') })],
    ['a chain renamed', heads.with(1, { chain: 'plan:2', seq: 12, head: head('b') })],
    ['a chain left out', heads.slice(1)],
    ['a chain listed twice', [...heads, ...heads.slice(0, 1)]],
  ])('is not genuine with %s', (_, changed) => {
    expect(isGenuine({ ...checkpoint, heads: changed }, verifier)).toBe(false);
  });

  test('is not genuine when another key or name signed it, or its text was changed', () => {
    const other = generateKeyPairSync('ed25519');
    expect(isGenuine(checkpoint, { ...verifier, key: other.publicKey })).toBe(false);
    expect(isGenuine(checkpoint, { ...verifier, name: 'another.example' })).toBe(false);
    const forged = makeCheckpoint(heads, 'now', { ...signer, key: other.privateKey });
    expect(isGenuine(forged, verifier)).toBe(false);
    const note = checkpoint.note.replace('2026-10-01', '2026-10-02');
    expect(isGenuine({ ...checkpoint, note }, verifier)).toBe(false);
  });

  test('of another origin is none', () => {
    const note = signNote(`elsewhere\n0\nroot\ninstant now\n`, signer);
    expect(isGenuine({ note, heads: [] }, verifier)).toBe(false);
  });

  test('that was cut off is no checkpoint', () => {
    const text = formatCheckpoint(checkpoint);
    expect(() => parseCheckpoint(text.slice(0, -1))).toThrow(SyntaxError);
    expect(() => parseCheckpoint('nothing')).toThrow(SyntaxError);
  });
});

describe('a signed note', () => {
  const note = signNote('text\n', signer);

  test('opens with the signatures of others beside its own', () => {
    const other = signNote('text\n', {
      name: 'witness',
      key: generateKeyPairSync('ed25519').privateKey,
    });
    const both = note + (other.split('\n\n')[1] ?? '');
    expect(openNote(both, verifier)).toBe('text\n');
  });

  test('does not open with too many signatures', () => {
    expect(openNote(note + (note.split('\n\n')[1] ?? '').repeat(16), verifier)).toBeUndefined();
  });

  const example = '../shared/data/vectors/c2sp/signed-note-example.json';
  if (existsSync(example)) {
    test('of the published example opens', () => {
      const published = JSON.parse(readFileSync(example, 'utf8')) as { vkey: string; note: string };
      const [name = '', , key = ''] = published.vkey.split('+');
      const raw = Buffer.from(key, 'base64').subarray(1);
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
      const trusted = { name, key: createPublicKey({ key: jwk, format: 'jwk' }) };
      expect(openNote(published.note, trusted)).toBe('This is an example message.\n');
      expect(openNote(published.note.replace('an', 'no'), trusted)).toBeUndefined();
    });
  }
});
