import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMapping } from '../../src/adapters/mapping/read-mapping.ts';
import { GatewayError } from '../../src/flows/gateway-error.ts';
import { readDelivery } from '../../src/flows/read-delivery.ts';
import { readJson } from '../support/households.ts';

const HOUSEHOLD = 'test/data/households/gezin-van-dalen/sources';
const XML = `<e:Envelop xmlns:e="urn:example:envelop"><e:Inhoud><Rapport xmlns="urn:example:zorgrapport">
<Client nummer="4711"><Naam><Voornaam>Riet</Voornaam></Naam><Doelen><Doel id="d1" leefgebied="WON" stand="open">
<Tekst taal="nl">trap</Tekst><Afspraken><Afspraak>leuning</Afspraak></Afspraken></Doel></Doelen></Client>
</Rapport></e:Inhoud></e:Envelop>`;

const SAMPLES = [
  ['schuldhulp-csv', 'text/csv', readFileSync(`${HOUSEHOLD}/schuldhulp.csv`)],
  ['school-json', 'application/json', readFileSync(`${HOUSEHOLD}/school.json`)],
  ['thuiszorg-xml', 'application/xml', Buffer.from(XML)],
] as const;

/** Pieces that mean something to one of the syntaxes. */
const PIECES = [
  '"',
  '""',
  ';',
  ',',
  '\r\n',
  '\n',
  '<',
  '</',
  '/>',
  '&',
  '&#0;',
  '&x;',
  ']]>',
  '<![CDATA[',
].concat(
  [
    '<!DOCTYPE x [<!ENTITY x "y">]>',
    '<?x?>',
    'xmlns="u"',
    '{',
    '}',
    '[',
    ']',
    '\\',
    '\\ud800',
    '1e999',
    '__proto__',
  ],
  [
    '\u0000',
    '\uFEFF',
    '\u202e',
    'é',
    'CLIENT',
    '99-99-9999',
    '1.2.3,4',
    ' '.repeat(50),
    '9'.repeat(400),
  ],
);

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(40),
  put: fc.oneof(
    fc.constantFrom(...PIECES).map((piece) => Buffer.from(piece)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  ),
});
const edits = fc.array(edit, { maxLength: 4 });

function mutated(body: Buffer, all: readonly { at: number; cut: number; put: Buffer }[]): Buffer {
  return all.reduce((text, { at, cut, put }) => {
    const offset = Math.floor(at * text.length);
    return Buffer.concat([text.subarray(0, offset), put, text.subarray(offset + cut)]);
  }, body);
}

describe.each(SAMPLES)('mutated bodies of %s', (name, mediaType, body) => {
  const read = readMapping(readJson(`examples/mappings/${name}.json`));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const { adapter } = read;
  /** The code of the refusal, or `read`. Anything that is not a refusal would be a crash at the door. */
  const outcome = (bytes: Buffer): string => {
    try {
      readDelivery(adapter, mediaType, bytes);
      return 'read';
    } catch (error) {
      if (error instanceof GatewayError) return error.code;
      throw error;
    }
  };

  test('are read or refused, never a crash, in bounded time', () => {
    const seen = new Set<string>();
    let slowest = 0;
    fc.assert(
      fc.property(edits, (all) => {
        const start = performance.now();
        seen.add(outcome(mutated(body, all)));
        slowest = Math.max(slowest, performance.now() - start);
      }),
      { numRuns: 400 },
    );
    expect([...seen].sort()).toEqual(['read', 'unprocessable']);
    expect(slowest).toBeLessThan(2000);
  });
});

describe('bodies of 25 MB', () => {
  const size = 25 * 2 ** 20;
  const of = (text: string) => Buffer.from(text.repeat(Math.ceil(size / text.length)));
  test.each([
    ['schuldhulp-csv', 'text/csv', Buffer.concat([Buffer.from('a;b\n'), of('1;"2"\n')])],
    ['schuldhulp-csv', 'text/csv', of('"')],
    ['schuldhulp-csv', 'text/csv', of(';')],
    ['thuiszorg-xml', 'application/xml', Buffer.concat([Buffer.from('<a>'), of('<b c="1"/>')])],
    ['thuiszorg-xml', 'application/xml', of('<a>')],
    ['thuiszorg-xml', 'application/xml', Buffer.concat([Buffer.from('<a '), of('b="1" ')])],
    ['thuiszorg-xml', 'application/xml', Buffer.concat([Buffer.from('<a>'), of('&amp;')])],
  ])('%s: refused or read within bounded time (%#)', (name, mediaType, bytes) => {
    const read = readMapping(readJson(`examples/mappings/${name}.json`));
    if (!read.ok) throw new Error('is right');
    const start = performance.now();
    expect(() => readDelivery(read.adapter, mediaType, bytes)).toThrow(GatewayError);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
