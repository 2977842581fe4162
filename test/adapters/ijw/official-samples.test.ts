import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { validateElements } from '../../../src/plan/fhir/part.ts';
import { factsIn, readMessage, tree, unaccountedPlaces } from '../../support/ijw-messages.ts';

/** Messages of others: looked at where they are, when they are there. */
const ROOTS = ['../shared/data/istandaarden-ijw-iwmo-3.2', '../shared/data/ijw-iwmo-older-samples'];
/** Why a sample is not taken; all others are. */
const REFUSED: readonly (readonly [file: RegExp, reason: RegExp])[] = [
  [/JW315\.xml$/, /day that does not exist/],
  [/JW318\.xml$/, /not known here|RetourCodes is missing/],
  [/(JW|WMO)3(02|06|08|16|18|20)\.xml$/, /acknowledgement/],
  [/(JW|WMO)32[35]\.xml$/, /declaration/],
  [/ijw-3\.0\/jw3\d\d[^/]*\.xml$/, /iJw 3\.0; only release 3\.2/],
  [/IndienenBericht\.xml$/, /iJw 3\.0; only release 3\.2/],
  [/iwmo-2\.0\//, /iWmo 2\.0; only release 3\.2/],
];
const HELD: readonly (readonly [file: RegExp, reason: RegExp])[] = [
  [/JW317\.xml$/, /Einddatum is before GewensteIngangsdatum/],
];

const files = [
  ...new Set(
    ROOTS.filter((root) => existsSync(root)).flatMap((root) =>
      readdirSync(root, { recursive: true })
        .map((file) => join(root, String(file)))
        .filter((file) => /\.xml$/i.test(file)),
    ),
  ),
];

/** The last two folders and the name: what the tables above look at. */
const short = (file: string): string => file.split('/').slice(-3).join('/');

describe('samples of others, where they are at hand', () => {
  for (const file of files) {
    test(short(file), () => {
      const root = tree(readFileSync(file));
      const delivery = readMessage(
        root,
        /wmo/i.test(short(file).replace('ijw-iwmo', '')) ? 'iwmo' : 'ijw',
      );
      const refusal = REFUSED.find(([pattern]) => pattern.test(file))?.[1];
      if ('unreadable' in delivery) {
        expect(delivery.unreadable[0]?.text).toMatch(refusal ?? /no reason was expected/);
        return;
      }
      expect(refusal).toBeUndefined();
      const held = HELD.find(([pattern]) => pattern.test(file))?.[1];
      if (held) expect(JSON.stringify(delivery.quarantined)).toMatch(held);
      expect(unaccountedPlaces(root, delivery)).toEqual([]);
      for (const fact of factsIn(delivery).flatMap((each) => [each, each.otherwise ?? each]))
        expect(validateElements(fact.resource.type, fact.elements)).toEqual([]);
    });
  }

  test('they are looked at when they are there', () => {
    expect(files.length > 0).toBe(ROOTS.some((root) => existsSync(root)));
  });
});
