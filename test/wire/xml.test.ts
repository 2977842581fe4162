import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { XmlOptions } from '../../src/wire/scan-xml.ts';
import {
  describeXmlIssue,
  parseStrictXml,
  parseXmlElements,
  parseXmlElementsInSteps,
} from '../../src/wire/xml.ts';

const parse = (text: string, options?: XmlOptions) => parseStrictXml(Buffer.from(text), options);
const valueOf = (text: string, options?: XmlOptions): unknown => {
  const parsed = parse(text, options);
  return parsed.ok ? parsed.value : describeXmlIssue(parsed.issue);
};

describe('what is read', () => {
  test.each([
    ['text', '<a>x</a>', { a: 'x' }],
    [
      'children, and one that repeats',
      '<a><b>1</b><c>2</c><b>3</b></a>',
      { a: { b: ['1', '3'], c: '2' } },
    ],
    [
      'attributes',
      '<a x="1"><b y="2">z</b></a>',
      { a: { '@x': '1', b: { '@y': '2', '#text': 'z' } } },
    ],
    ['empty elements', '<a><b/><c></c></a>', { a: { b: '', c: '' } }],
    ['CDATA and references', '<a><![CDATA[<x>]]>&amp;&#233;&lt;</a>', { a: '<x>&é<' }],
    ['comments are no content', '<!-- x --><a>1<!-- y -->2</a>', { a: '12' }],
    ['a schema that is named, and not followed', '<?xml-model href="x"?><a>1</a>', { a: '1' }],
    ['white space around text and children', '<a>\n  <b>\n 1 \n</b>\n</a>', { a: { b: '1' } }],
    ['text beside children', '<a>voor <b>1</b> na</a>', { a: { b: '1', '#text': 'voor  na' } }],
    [
      'a declaration and a byte order mark',
      '\uFEFF<?xml version="1.0" encoding="UTF-8"?><a>x</a>',
      { a: 'x' },
    ],
    [
      'local names',
      '<p:a xmlns:p="urn:p"><q:b xmlns:q="urn:q" q:c="1">x</q:b></p:a>',
      { a: { b: { '@c': '1', '#text': 'x' } } },
    ],
    [
      'attributes that only validate',
      '<a xmlns="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x y"><b xsi:nil="true"/></a>',
      { a: { b: '' } },
    ],
    ['names of methods', '<a><toString>1</toString></a>', { a: { toString: '1' } }],
  ])('%s', (_name, text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  test('with declared namespaces, the same local name is not the same element', () => {
    const text =
      '<a xmlns="urn:a" xmlns:x="urn:b" xmlns:y="urn:c"><n>1</n><x:n>2</x:n><y:n>3</y:n></a>';
    expect(valueOf(text)).toEqual({ a: { n: ['1', '2', '3'] } });
    const namespaces = { '': 'urn:a', b: 'urn:b' };
    expect(valueOf(text, { namespaces })).toEqual({ a: { n: '1', 'b:n': '2', '{urn:c}n': '3' } });
    expect(valueOf('<a><n>1</n></a>', { namespaces })).toEqual({ '{}a': { '{}n': '1' } });
  });

  test('places are paths with positions; the root has none', () => {
    const parsed = parse('<m><c k="1"><b>x</b><b>y</b></c><c>t<d e="2">u</d></c></m>');
    if (!parsed.ok) throw new Error('is right');
    const { placeOf } = parsed;
    expect(
      [
        '',
        '/m',
        '/m/c',
        '/m/c/0/b/1',
        '/m/c/0/@k',
        '/m/c/1/d/#text',
        '/m/c/1/d/@e',
        '/m/c/1/#text',
      ].map(placeOf),
    ).toEqual([
      '',
      '/m',
      '/m/c',
      '/m/c[1]/b[2]',
      '/m/c[1]/@k',
      '/m/c[2]/d[1]',
      '/m/c[2]/d[1]/@e',
      '/m/c[2]/text()',
    ]);
  });
});

describe('in pieces of work', () => {
  const whole = (text: string) => {
    const work = parseXmlElementsInSteps(Buffer.from(text));
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
    }
  };

  test('a text is read as in one go, wherever it is cut', () => {
    for (const before of [16_370, 16_375, 16_378, 16_379, 16_380, 16_381, 16_382, 16_383]) {
      const text = `<a x="1">${'.'.repeat(before)}\r\n😀&amp;<b y="é"/><![CDATA[<c>]]></a>`;
      expect(whole(text)).toEqual(parseXmlElements(Buffer.from(text)));
      expect(whole(text)).toMatchObject({ ok: true, value: { children: [{ name: 'b' }] } });
    }
  });

  test('a fault is found at the same line and column', () => {
    const text = `<a>\n${'<b/>\n'.repeat(9000)}<c></a>`;
    expect(whole(text)).toEqual(parseXmlElements(Buffer.from(text)));
    expect(whole(text)).toMatchObject({ ok: false, issue: { code: 'syntax', line: 9002 } });
  });
});

describe('what is refused, by line and column', () => {
  test.each([
    ['a document type', '<!DOCTYPE a><a/>', 'a document type is not allowed'],
    ['entities', '<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>', 'a document type is not allowed'],
    ['an entity nobody declared', '<a>&b;</a>', 'not well-formed'],
    [
      'a processing instruction',
      '<?xml-stylesheet href="x"?><a/>',
      'a processing instruction is not',
    ],
    [
      'an element that is not closed',
      '<a>\n<b>\n</a>',
      'line 3, column 5: this is not well-formed',
    ],
    ['two roots', '<a/><b/>', 'not well-formed'],
    ['no root', '', 'not well-formed'],
    ['an attribute twice', '<a x="1" x="2"/>', 'not well-formed'],
    [
      'an attribute twice by namespace',
      '<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>',
      'not well-formed',
    ],
    [
      'attributes with one local name',
      '<a xmlns:p="u" x="1" p:x="2"/>',
      'have the same local name',
    ],
    ['a prefix nobody declared', '<p:a/>', 'not well-formed'],
    ['XML 1.1', '<?xml version="1.1"?><a/>', 'the declaration must be'],
    [
      'another encoding declared',
      '<?xml version="1.0" encoding="iso-8859-1"?><a/>',
      'the declaration must be',
    ],
    ['a name that is not allowed', '<a><__proto__>1</__proto__></a>', 'this name is not allowed'],
    ['a character XML does not have', '<a>\u0001</a>', 'not well-formed'],
    ['references without end', '<a>' + '&amp;'.repeat(600_000) + '</a>', 'too many elements, attr'],
    ['depth', '<a>'.repeat(100_000), 'nested too deeply'],
  ])('%s', (_name, text, expected) => {
    expect(valueOf(text)).toContain(expected);
  });

  test('another encoding', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<a/>', 'utf16le')]);
    expect(parseStrictXml(utf16)).toMatchObject({ issue: { code: 'not-utf8' } });
    expect(parseStrictXml(Buffer.from('<a/>', 'utf16le')).ok).toBe(false);
  });

  test('more than its bounds', () => {
    const wide = Buffer.from(`<a>${'<b c="1"/>'.repeat(60)}</a>`);
    const limits = { maxDepth: 10, maxNodes: 100 };
    expect(parseStrictXml(wide, {}, limits)).toMatchObject({ issue: { code: 'too-many-nodes' } });
  });
});

const ATTACKS = '../shared/data/vectors/defusedxml/xmltestdata';
if (existsSync(ATTACKS))
  describe('known attacks', () => {
    const bad = readdirSync(ATTACKS).filter((name) => /^(?!simple).*\.xml$/.test(name));
    test.each(bad)('%s', (name) => {
      const start = performance.now();
      const parsed = parseStrictXml(readFileSync(join(ATTACKS, name)));
      expect(performance.now() - start).toBeLessThan(1000);
      expect(parsed).toMatchObject({ issue: { code: 'document-type' } });
    });
  });

describe('laws', () => {
  test('any text is read or refused with a place; nothing of it is in the complaint', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<b x="1">',
      '</b>',
      'QZX',
      '&lt;',
      '&QZX;',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?QZX',
      '?>',
      '<!DOCTYPE QZX',
      '>',
      '"',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const parsed = parse(`<r>${pieces.join('')}</r>`);
        if (!parsed.ok) expect(describeXmlIssue(parsed.issue)).not.toContain('QZX');
      }),
      { numRuns: 500 },
    );
  });

  test('every value has a place of its own', () => {
    const tree = fc.letrec<{ element: string }>((tie) => ({
      element: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('<a>1</a>', '<b k="2">3</b>', '<a/>'),
        fc.array(tie('element'), { maxLength: 4 }).map((inner) => `<c>t${inner.join('')}</c>`),
      ),
    })).element;
    fc.assert(
      fc.property(tree, (text) => {
        const parsed = parse(`<r>${text}</r>`);
        if (!parsed.ok) throw new Error('is right');
        const leaves = (value: unknown, at: string): string[] =>
          typeof value === 'object' && value !== null
            ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${at}/${name}`))
            : [at];
        const places = leaves(parsed.value, '').map(parsed.placeOf);
        expect(new Set(places).size).toBe(places.length);
      }),
      { numRuns: 200 },
    );
  });
});
