import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ijwAdapter, type MessageSchemas } from '../../../src/adapters/ijw/ijw-adapter.ts';
import { readMessageSchemas } from '../../../src/message-schemas.ts';
import { validateDocument } from '../../../src/wire/xsd/validate.ts';
import type { XmlElement } from '../../../src/wire/xml-elements.ts';
import {
  allocated,
  jw301,
  message,
  product,
  readMessage,
  tree,
} from '../../support/ijw-messages.ts';

const FOLDER = '../shared/data/istandaarden-ijw-iwmo-3.2';
const INVALID = /JW31[58]\.xml$/;
const here = existsSync(FOLDER);
const samples = here
  ? ['jw', 'wmo'].flatMap((standard) =>
      readdirSync(join(FOLDER, standard, 'berichten'))
        .filter((name) => name.endsWith('.xml'))
        .map((name) => join(FOLDER, standard, 'berichten', name)),
    )
  : [];

/** Every so many mutations are looked at. */
const STEP = 9;
const standardOf = (file: string) => (/WMO\d+\.xml$/.test(file) ? 'iwmo' : 'ijw');

const ANSWER =
  '<Antwoord><ReferentieAanbieder>r1</ReferentieAanbieder><VerzoekAntwoord>1</VerzoekAntwoord></Antwoord>';
const change317 = (category: string) =>
  `<Client><Bsn>999904024</Bsn><Verzoek><ReferentieAanbieder>r1</ReferentieAanbieder><RedenVerzoek>1</RedenVerzoek><OngewijzigdeProducten><OngewijzigdProduct><ToewijzingNummer>1</ToewijzingNummer></OngewijzigdProduct></OngewijzigdeProducten><TeWijzigenProducten><TeWijzigenProduct><ToewijzingNummer>2</ToewijzingNummer><GewensteIngangsdatum>2026-10-05</GewensteIngangsdatum><Einddatum>2026-11-05</Einddatum><Omvang><b:Volume>2</b:Volume><b:Eenheid>04</b:Eenheid><b:Frequentie>2</b:Frequentie></Omvang></TeWijzigenProduct></TeWijzigenProducten><NieuweProducten><NieuwProduct>${product(category)}<GewensteIngangsdatum>2026-10-05</GewensteIngangsdatum><Budget>100</Budget></NieuwProduct></NieuweProducten></Verzoek></Client>`;

/** Copies of a message with one element left out, doubled, renamed, moved or with another text. */
function* mutations(root: XmlElement): Generator<XmlElement> {
  const change = function* (element: XmlElement): Generator<XmlElement> {
    const with_ = (children: readonly XmlElement[]): XmlElement => ({ ...element, children });
    const { children } = element;
    for (const [i, child] of children.entries()) {
      const [before, after] = [children.slice(0, i), children.slice(i + 1)];
      yield with_([...before, ...after]);
      yield with_([...before, child, child, ...after]);
      yield with_([...before, { ...child, name: `${child.name}X` }, ...after]);
      yield with_([...before, { ...child, namespace: 'urn:x' }, ...after]);
      if (child.children.length === 0)
        for (const text of ['', ' ', 'x', '0', '99', '2026-13-01', 'é'.repeat(300)])
          yield with_([...before, { ...child, text }, ...after]);
      for (const inner of change(child)) yield with_([...before, inner, ...after]);
    }
  };
  yield* change(root);
}

/** Messages of kinds of which there is no sample, as far as they go. */
const OWN: readonly (readonly ['ijw' | 'iwmo', XmlElement])[] = (['ijw', 'iwmo'] as const).flatMap(
  (standard) =>
    [
      message(standard, '317', change317(standard === 'ijw' ? '45' : '02')),
      message(standard, '319', ANSWER),
      jw301({ products: allocated({ category: standard === 'ijw' ? '45' : '02' }) }, standard),
    ].map((xml) => [standard, tree(xml)] as const),
);

describe('the official schemas, where they are at hand', () => {
  let schemas: MessageSchemas = new Map();
  beforeAll(async () => {
    if (here) schemas = await readMessageSchemas(FOLDER);
  });
  const issuesOf = (root: XmlElement) => {
    const own = schemas.get(root.namespace);
    return own && validateDocument(root, own);
  };

  test('say of the samples what other validators say', () => {
    for (const file of samples) {
      const issues = issuesOf(tree(readFileSync(file)));
      expect([file, (issues ?? []).length > 0]).toEqual([file, INVALID.test(file)]);
    }
  });

  test('refuse nothing that is read here, and are asked in addition', () => {
    let judged = 0;
    const read = samples
      .filter((each) => !INVALID.test(each))
      .map((file) => [standardOf(file), tree(readFileSync(file))] as const);
    for (const [standard, root] of here ? [...read, ...OWN] : []) {
      expect(issuesOf(root) ?? []).toEqual([]);
      for (const mutated of mutations(root)) {
        judged += 1;
        if (judged % STEP !== 0) continue;
        const issues = issuesOf(mutated);
        if (!issues) continue;
        const own = readMessage(mutated, standard);
        if (!('unreadable' in own)) expect(issues).toEqual([]);
        const both = ijwAdapter(standard, schemas).read(mutated);
        expect('unreadable' in both).toBe('unreadable' in own || issues.length > 0);
      }
    }
    expect(judged > 1000).toBe(here);
  });

  test('ask for the order of elements too', () => {
    const swapped = jw301().replace(
      /(<Bsn>.*?<\/Bsn>)(<Geboortedatum>.*?<\/Geboortedatum>)/,
      '$2$1',
    );
    expect('unreadable' in readMessage(swapped)).toBe(false);
    const delivery = ijwAdapter('ijw', schemas).read(tree(swapped));
    expect(JSON.stringify(delivery).includes('by the official schema')).toBe(here);
  });
});

test('a folder without schemas of messages keeps a gateway from starting', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  await expect(readMessageSchemas(folder)).rejects.toThrow('no schema of a message');
  await expect(readMessageSchemas(join(folder, 'nowhere'))).rejects.toThrow('cannot be read');
  writeFileSync(join(folder, 'JW301.xsd'), '<a/>');
  await expect(readMessageSchemas(folder)).rejects.toThrow('JW301.xsd');
});
