import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PreviewOutcome } from '../../src/onboarding/example-preview.ts';
import { previewExample } from '../../src/onboarding/preview-example.ts';
import { answer } from '../../src/portal/onboarding/answer.ts';
import { toldIn } from '../../src/portal/onboarding/fault-texts.ts';
import { renderResult } from '../../src/portal/onboarding/render-result.ts';
import { RESULT_TEXTS, sayIn } from '../../src/portal/onboarding/result-texts.ts';
import { TEXTS } from '../../src/portal/onboarding/texts.ts';
import { LANGUAGES } from '../../src/vocabulary/code-list.ts';
import type { Language } from '../../src/vocabulary/code-list.ts';
import { bytes, DEBTS, DEBTS_MAPPING } from '../onboarding/examples.ts';
import { FakeElement, withFakePage } from '../support/fake-page.ts';

// Thousands of hostile texts in two languages take their time on a busy machine.
jest.setTimeout(60_000);
beforeAll(withFakePage);

const ROOT = join(import.meta.dirname, '../../..');
const HARMLESS_TAGS = new Set(
  'article bdi button code dd details div dl dt h2 h3 h4 label li nav ol option p pre section select span strong summary ul a'.split(
    ' ',
  ),
);
const HARMLESS_ATTRIBUTES =
  /^(id|class|lang|href|for|type|value|tabindex|role|aria-[a-z]+|data-focused)$/;

function rendered(outcome: PreviewOutcome, language: Language = 'en'): FakeElement {
  const root = new FakeElement('div');
  const nothing = (): void => undefined;
  const context = { language, say: sayIn(language), goTo: nothing, add: nothing };
  root.append(...(renderResult(outcome, context) as unknown as FakeElement[]));
  return root;
}

/** Whatever was given is text by now: it is no element, and steers no attribute. */
function expectHarmless(root: FakeElement): void {
  const harm = root
    .all()
    .flatMap(({ name, attributes }) => [
      ...(HARMLESS_TAGS.has(name) ? [] : [name]),
      ...[...attributes].flatMap(([attribute, value]) =>
        harmless(attribute, value) ? [] : [value],
      ),
    ]);
  expect(harm).toEqual([]);
  expect(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/.test(root.textContent)).toBe(false);
}

function harmless(attribute: string, value: string): boolean {
  if (attribute === 'href') return /^#[a-z]+(-\d+)?$/.test(value);
  if (attribute === 'id' || attribute === 'class') return /^[a-z0-9 -]+$/.test(value);
  return HARMLESS_ATTRIBUTES.test(attribute);
}

const HOSTILE = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    'javascript:alert(1)',
    '\u202eevil\u202c',
    '\u2066\u0000\u0007',
    '\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67',
    'Z\u0351\u036b\u0343\u036a\u0302'.repeat(200),
    '\ud800',
    '{1}{name}{constructor}',
    'a'.repeat(5_000),
  ),
  fc.string({ maxLength: 30, unit: 'binary' }),
);

describe('hostile input stays text', () => {
  test('in values, names, keys and places of the example', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(HOSTILE, HOSTILE), { maxLength: 5 }),
        HOSTILE,
        (members, id) => {
          const item = Object.fromEntries([['id', id], ...members]);
          const body = bytes(JSON.stringify([item]));
          const read = answer({
            kind: 'draft',
            example: body,
            choice: { path: ['/'], identifier: 'id', name: id },
          });
          if (read.kind !== 'draft') return;
          const bare = `{"mapping":"a","version":"1.0.0","items":[{"each":"/","dossier":"x","subjects":[{"identifier":"{id}"}]}]}`;
          for (const mapping of [read.mapping, bare])
            for (const language of LANGUAGES)
              expectHarmless(rendered(previewExample(mapping, body), language));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('in every part of a mapping', () => {
    const mapping = (text: string) =>
      JSON.stringify({
        mapping: text,
        [text]: text,
        version: '1.0.0',
        items: [
          {
            each: text,
            dossier: text,
            facts: [
              { resource: { type: text, key: text }, labels: [text], elements: { [text]: text } },
            ],
          },
        ],
      });
    const valid = (text: string) =>
      JSON.stringify({
        mapping: 'a',
        version: '1.0.0',
        about: text,
        items: [
          {
            each: '/',
            dossier: 'x',
            subjects: [{ identifier: `x${text.replaceAll(/[{}]/g, '')}` }],
            facts: [{ resource: { type: 'Goal', key: 'k' }, labels: ['nope'], elements: {} }],
          },
        ],
      });
    fc.assert(
      fc.property(HOSTILE, (text) => {
        for (const written of [mapping(text), valid(text), text])
          for (const language of LANGUAGES)
            expectHarmless(rendered(previewExample(written, bytes('[{"a":1}]')), language));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a result', () => {
  test('is bounded whatever the size of the example', () => {
    const many = Array.from({ length: 30_000 }, (_, n) => ({ id: `p${n}`, tekst: 'x'.repeat(50) }));
    const body = bytes(JSON.stringify(many));
    const draft = answer({
      kind: 'draft',
      example: body,
      choice: { path: ['/'], identifier: 'id', name: 'groot' },
    });
    if (draft.kind !== 'draft') throw new Error(draft.kind);
    const outcome = answer({ kind: 'preview', mapping: draft.mapping, example: body });
    if (outcome.kind !== 'preview') throw new Error(outcome.kind);
    expect(outcome.factCount).toBe(30_000);
    expect(JSON.stringify(outcome).length).toBeLessThan(3_000_000);
    expect(rendered(outcome).all().length).toBeLessThan(5_000);
  });

  test('leads from a value to its facts and from a fault to its line', () => {
    const root = rendered(previewExample(DEBTS_MAPPING, bytes(DEBTS)));
    const links = root.all().filter(({ attributes }) => attributes.has('href'));
    const ids = new Set(root.all().flatMap(({ attributes }) => attributes.get('id') ?? []));
    for (const { attributes } of links) expect(ids).toContain(attributes.get('href')?.slice(1));
    expect(root.textContent).toContain('line 32');
  });

  test('adds the next part of a list, and puts the reader there', () => {
    const list = Array.from({ length: 200 }, (_, n) => ({ id: `p${n}` }));
    const root = rendered(
      previewExample(
        '{"mapping":"a","version":"1.0.0","items":[{"each":"/","dossier":"{id}"}]}',
        bytes(JSON.stringify(list)),
      ),
    );
    const more = root.all().find(({ attributes }) => attributes.get('class') === 'more');
    const rows = () =>
      root.all().filter(({ attributes }) => attributes.get('class')?.startsWith('row')).length;
    const before = rows();
    more?.listeners.get('click')?.();
    expect(rows()).toBeGreaterThan(before);
    expect(root.all().filter(({ attributes }) => attributes.has('data-focused'))).toHaveLength(1);
  });
});

describe('texts', () => {
  test('leave the same things to be filled in, in every language', () => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const [key, text] of [...Object.entries(TEXTS), ...Object.entries(RESULT_TEXTS)])
      expect([key, holes(text.nl)]).toEqual([key, holes(text.en)]);
  });

  test('of what a mapping or an example gets wrong are known in Dutch', () => {
    const texts = (folder: string, pattern: RegExp) =>
      readdirSync(join(ROOT, folder))
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) =>
          [...readFileSync(join(ROOT, folder, file), 'utf8').matchAll(pattern)].map(
            ([, text = '']) => text,
          ),
        );
    // Everything in the mapper that is a sentence, and the tables of the readers.
    const said = [
      ...texts('src/adapters/mapping', /'([a-z][^'\n]* [^'\n]*)'/g),
      ...texts('src/wire', /^ {2}'?[\w-]+'?: '([^'\n]+)',$/gm),
    ].filter((text) => text !== 'received undefined');
    expect(said.length).toBeGreaterThan(60);
    // A new sentence may be there before its translation; until then it is marked as English.
    const unknown = said.filter((text) => toldIn('nl', text).language !== 'nl');
    expect([unknown.length <= 5, unknown]).toEqual([true, unknown]);
  });

  test('that stand around others are known in Dutch with what they stand around', () => {
    expect(toldIn('nl', 'line 3, column 4: this is not JSON').text).toBe(
      'regel 3, kolom 4: dit is geen JSON',
    );
    expect(toldIn('nl', 'more than 50000 facts: send it in parts').text).toBe(
      'meer dan 50000 feiten: stuur het in delen',
    );
    expect(toldIn('nl', 'line 3, column 4: quite new').language).toBe('en');
  });

  test('that nobody translated are marked as English', () => {
    expect(toldIn('nl', 'something quite new')).toEqual({
      text: 'something quite new',
      language: 'en',
    });
  });
});
