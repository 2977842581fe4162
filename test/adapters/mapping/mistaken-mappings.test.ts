import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMapping } from '../../../src/adapters/mapping/read-mapping.ts';
import { lineOfPlace } from '../../../src/wire/json-lines.ts';
import { unaccounted } from '../../support/accounting.ts';
import { randomMapping } from '../../support/random-mapping.ts';
import { randomTree } from '../../support/random-tree.ts';

/** What people and attackers put where something else belongs. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    ...['', '/', '^', '^^^^^^/x', '//', '{', '}', '{{a}}', '{#}', '~2', '__proto__', 'constructor'],
    ...['(a+)+$', '.*', '${x}', '[', 'note[', 'note[]', 'note[k].text.text', 'a'.repeat(300)],
    ...['toString', 'hasOwnProperty', 'unclassified', 'any-category', 'lijst', '\u0000', '\ud800'],
  ),
);
const mistake = fc.record({ at: fc.nat(), put: odd, rename: fc.boolean() });

/** The document with one node, anywhere in it, replaced, or its name. */
function mistaken(
  document: unknown,
  { at, put, rename }: { at: number; put: unknown; rename: boolean },
) {
  let left = at % count(document);
  const walk = (node: unknown): unknown => {
    left -= 1;
    if (left === -1) return put;
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    const members = Object.entries(node).map(([name, inner]) => {
      const isIt = rename && left === 0 && typeof put === 'string';
      return [isIt ? put : name, walk(inner)] as const;
    });
    return Object.fromEntries(members);
  };
  return walk(document);
}

function count(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 1;
  return Object.values(node).reduce((sum: number, inner) => sum + count(inner), 1);
}

describe('a mapping with mistakes in it', () => {
  test('is taken, or refused with the place of every mistake; what is taken loses nothing', () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(
        randomMapping.filter(({ format }) => format === 'json'),
        fc.array(mistake, { minLength: 1, maxLength: 2 }),
        randomTree,
        ({ document }, mistakes, tree) => {
          const text = JSON.stringify(mistakes.reduce<unknown>(mistaken, document), null, 2);
          const wrong = JSON.parse(text) as unknown;
          const read = readMapping(wrong);
          if (read.ok) {
            seen.taken += 1;
            const delivery = read.adapter.read(tree);
            if (!('unreadable' in delivery)) expect(unaccounted(tree, delivery)).toEqual([]);
            return;
          }
          seen.refused += 1;
          expect(read.issues.length).toBeGreaterThan(0);
          const lines = text.split('\n').length;
          for (const { place, text: told } of read.issues) {
            expect(told).not.toBe('');
            const line = lineOfPlace(text, segments(place));
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines);
          }
        },
      ),
      { numRuns: 600 },
    );
    expect(seen.taken).toBeGreaterThan(15);
    expect(seen.refused).toBeGreaterThan(150);
  });
});

const segments = (place: string) =>
  place
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
