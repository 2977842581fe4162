import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lineOfPlace } from '../../src/wire/json-lines.ts';

const TEXT = `{
  "a": 1,
  "list": [
    { "x": "}]\\"" },
    { "y": null }
  ],

  "b": { "c": {
      "d": true } }
}`;

describe('the line of a place in a JSON text', () => {
  test.each([
    [['a'], 2],
    [['list'], 3],
    [['list', '0', 'x'], 4],
    [['list', '1', 'y'], 5],
    [['b', 'c', 'd'], 9],
    [[], 1],
  ])('%j stands on line %i', (place, line) => {
    expect(lineOfPlace(TEXT, place)).toBe(line);
  });

  test('a place that is missing is where it would be added', () => {
    expect(lineOfPlace(TEXT, ['missing'])).toBe(1);
    expect(lineOfPlace(TEXT, ['b', 'c', 'missing'])).toBe(8);
    expect(lineOfPlace(TEXT, ['list', '7'])).toBe(3);
  });

  test('with one value per line, every member of any object is found on its own line', () => {
    const scalars = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const objects = fc.dictionary(fc.string(), scalars, { minKeys: 1, noNullPrototype: true });
    fc.assert(
      fc.property(objects, (object) => {
        const text = JSON.stringify(object, null, 1);
        Object.keys(JSON.parse(text) as object).forEach((name, i) => {
          expect(lineOfPlace(text, [name])).toBe(i + 2);
        });
      }),
    );
  });
});
