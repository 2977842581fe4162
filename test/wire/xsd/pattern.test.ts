import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern } from '../../../src/wire/xsd/pattern.ts';

describe('a pattern of XML Schema', () => {
  test.each([
    ['[0-9]{9}', ['999904024'], ['99990402', '9999040240', 'x99904024']],
    ['.*[^\\s].*', ['a', ' a '], ['', '  ']],
    ['(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)', ['0.0', '1.10'], ['01.0', '1.', '1x0']],
    ['([a-zA-ZÀ-ỳ])+', ['ABé'], ['', 'a1']],
    ['[^:Z]*', ['', '2026-10-01'], ['10:00', 'Z']],
    ['([.\\s]*\\S+[.\\s]*)+', ['a b', '. .'], ['', ' ']],
    ['a{2,3}|b?c{2,}', ['aa', 'aaa', 'cc', 'bccc'], ['a', 'aaaa', 'c', '']],
    ['[a\\-z]', ['a', '-', 'z'], ['b']],
    ['\\d\\D\\w\\W', ['1a1 '], ['a1a1']],
    ['', [''], ['a']],
    ['😀+', ['😀😀'], ['😀a']],
  ])('%s', (pattern, yes, no) => {
    const matches = compilePattern(pattern);
    expect(yes.filter((text) => !matches(text))).toEqual([]);
    expect(no.filter(matches)).toEqual([]);
  });

  test.each([
    '(',
    'a)',
    'a{',
    'a{2',
    'a{3,2}',
    '*',
    '[z-a]',
    '[a-[b]]',
    '\\p{L}',
    'a{99999}',
    'a}',
    '[]',
  ])('of another form is refused: %s', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(RangeError);
  });

  test('larger than any real one is refused', () => {
    expect(() => compilePattern('((a{100}){100}){100}')).toThrow(RangeError);
    expect(() => compilePattern('('.repeat(60) + ')'.repeat(60))).toThrow(RangeError);
  });

  test('is as fast as it is long, where backtracking never ends', () => {
    const matches = compilePattern('([.\\s]*\\S+[.\\s]*)+');
    const text = 'a'.repeat(50_000);
    const begun = performance.now();
    expect(matches(text)).toBe(true);
    expect(matches(`${text}\u0000`)).toBe(true);
    expect(compilePattern('(a*)*b')(text)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\s', '(a|b)', '(ab)');
  const piece = fc
    .tuple(atom, fc.constantFrom('', '?', '*', '+', '{2}', '{1,2}', '{1,}'))
    .map((parts) => parts.join(''));
  const pattern = fc
    .array(fc.array(piece, { maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((options) => options.map((parts) => parts.join('')).join('|'));
  const text = fc
    .array(fc.constantFrom('a', 'b', ' ', 'c'), { maxLength: 7 })
    .map((all) => all.join(''));

  test('says what the engine of the language says', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { maxLength: 5 }), (of, texts) => {
        const [own, theirs] = [compilePattern(of), new RegExp(`^(?:${of})$`, 'u')];
        for (const each of texts)
          expect([of, each, own(each)]).toEqual([of, each, theirs.test(each)]);
      }),
      { numRuns: 500 },
    );
  });
});
