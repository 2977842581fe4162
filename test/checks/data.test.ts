import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { builtInAdapters } from '../../src/built-in-adapters.ts';
import { startInProcess, type InProcessGateway } from '../support/composed-gateway.ts';
import { jw301, message, product } from '../support/ijw-messages.ts';
import {
  BROKEN_ADAPTERS,
  BROKEN_BODY,
  brokenAdapter,
  crashingAdapter,
} from './data/broken-adapters.ts';
import { checkBody } from './data/check-body.ts';
import { DataRegion } from './data/data-region.ts';
import type { FindingCode } from './data/judge.ts';
import { leavesOf } from './data/leaves.ts';
import { renderData } from './data/render.ts';
import { runData, type FileResult } from './data/run-data.ts';

const GEZAG = {
  type: 'EenhoofdigOuderlijkGezag',
  minderjarige: { burgerservicenummer: '999904024' },
  ouder: { burgerservicenummer: '999904012' },
};

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('a check of whatever files there are', () => {
  const patient = (id: string, more: object) => ({ resourceType: 'Patient', id, ...more });
  const requested = `<Client><Bsn>999904024</Bsn><TeWijzigenProducten><TeWijzigenProduct>${product('45')}</TeWijzigenProduct></TeWijzigenProducten></Client>`;
  /** Content, what it is recognised as, and what must become of it; names say nothing. */
  const files: readonly (readonly [
    string | Buffer,
    string,
    FileResult['bodies'][number]['outcome'] | 'no source',
  ])[] = [
    [json(patient('a', { name: [{ family: 'Voorbeeld' }] })), 'FHIR R4 JSON', 'whole'],
    [json(patient('b', { birthDate: '2026-02-30' })), 'FHIR R4 JSON', 'held'],
    [
      `${JSON.stringify(patient('c', {}))}\n${JSON.stringify(patient('d', {}))}`,
      'FHIR NDJSON',
      'whole',
    ],
    [json({ verpakt: { personen: [{ gezag: [GEZAG] }] } }), 'authority answer', 'whole'],
    [jw301(), 'iJw 3.2 XML', 'whole'],
    [jw301({ bsn: '999904025' }), 'iJw 3.2 XML', 'held'],
    [jw301({ birth: '<b:Datum>2010-06-31</b:Datum>' }), 'iJw 3.2 XML', 'refused'],
    [message('ijw', '317', requested), 'iJw 3.2 XML', 'refused'],
    [jw301().replaceAll('3_2', '2_4'), 'iJw 2.4 XML', 'refused'],
    ['a;b\n1;twee woorden\n', 'CSV', 'refused'],
    ['{"a": [1, {"b": null}', 'broken JSON', 'refused'],
    [Buffer.from([0x7b, 0xff, 0x7d]), 'broken text', 'refused'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'XML with a document type', 'refused'],
    ['<a><b>niets</b></a>', 'other XML', 'refused'],
    [json({ temperatuur: 20 }), 'other JSON', 'refused'],
    [json(7), 'bare JSON', 'refused'],
    ['<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>', 'XML Schema', 'no source'],
    ['# Kop\n\nTekst', 'Markdown', 'no source'],
    ['naam: x\nlijst:\n  - a: 1\n  - b: 2\n', 'YAML', 'no source'],
    ['', 'empty', 'no source'],
  ];
  let results: readonly FileResult[] = [];
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'planpoort-data-'));
    files.forEach(([content], i) =>
      writeFileSync(join(folder, String(i).padStart(3, '0')), content),
    );
    const sources = 'test/data/households/gezin-van-dalen/sources';
    results = await runData([folder, sources], { store: 'embedded', mappings: [] });
    rmSync(folder, { recursive: true });
  }, 60_000);

  test('recognises them by content and says what became of each', () => {
    const seen = results
      .slice(0, files.length)
      .map(({ format, noSource, bodies }) => [
        format,
        noSource === undefined ? bodies[0]?.outcome : 'no source',
      ]);
    expect(seen).toEqual(files.map(([, format, outcome]) => [format, outcome]));
  });

  test('finds nothing that is not as promised', () => {
    expect(results.flatMap(({ bodies }) => bodies.flatMap(({ findings }) => findings))).toEqual([]);
  });

  test('takes every source of a household whole', () => {
    const sources = results.slice(files.length);
    expect(sources.length).toBeGreaterThan(4);
    expect(new Set(sources.flatMap(({ bodies }) => bodies.map((b) => b.outcome)))).toEqual(
      new Set(['whole']),
    );
  });

  test('names the values that cannot be right, and that the refusal names them', () => {
    const lines = renderData(results).join('\n');
    expect(lines).toContain('/Bericht/Client[1]/Bsn[1]: a number that is no BSN: held');
    expect(lines).toContain('Datum[1]: a day that does not exist: refused, by name');
    expect(lines).toContain('/birthDate: a day that does not exist: held');
    expect(lines).not.toContain('NOT ');
  });
});

describe('adapters with one thing wrong', () => {
  let gateway: InProcessGateway;
  let region: DataRegion;
  const names = Object.keys(BROKEN_ADAPTERS);
  const doors = [
    ...Object.values(BROKEN_ADAPTERS).map(([, change], i) => brokenAdapter(`broken-${i}`, change)),
    crashingAdapter('crashing'),
    ...builtInAdapters(),
  ];
  beforeAll(async () => {
    gateway = await startInProcess('embedded', undefined, { adapters: doors });
    region = new DataRegion(gateway);
    await region.setUp(doors.length, []);
  }, 60_000);
  afterAll(() => gateway.close());

  const found = async (door: number): Promise<readonly FindingCode[]> => {
    const [adapter] = doors.slice(door, door + 1);
    if (!adapter) throw new RangeError('no such door');
    const body = { part: '', syntax: 'json' as const, bytes: json(BROKEN_BODY) };
    const { findings } = await checkBody(region, [{ adapter }], {
      body,
      format: 'FHIR R4 JSON',
      index: door,
    });
    return [...new Set(findings.map(({ code }) => code))];
  };

  test.each(names.map((name, i) => [name, i] as const))('%s: noticed', async (name, i) => {
    expect(await found(i)).toContain(BROKEN_ADAPTERS[name]?.[0]);
  });

  test('fails: noticed', async () => {
    expect(await found(names.length)).toContain('fault');
  });

  test('and the right one is right', async () => {
    expect(await found(names.length + 1)).toEqual([]);
  });
});

describe('the walks of the check', () => {
  test.each([
    ['json', '{"a":{"b/c":[1,null,{"d":" "}]},"e":false}', ['/a/b~1c/0 1', '/e false']],
    [
      'csv',
      '\uFEFFa;b\n1;"x;\n""y"""\n\n;z\n',
      ['record 2, a 1', 'record 2, b x;\n"y"', 'record 3, b z'],
    ],
    [
      'xml',
      '<?xml version="1.0"?><p:r xmlns:p="u"><!-- <x>1</x> --><a n="&lt;1">t&#65;</a><a/><p:a>m<b><![CDATA[<c>]]></b></p:a></p:r>',
      ['/r/a[1]/@n <1', '/r/a[1] tA', '/r/a[3]/b[1] <c>', '/r/a[3]/text() m'],
    ],
  ] as const)('find every value of %s with its place', (syntax, text, expected) => {
    const found = leavesOf(syntax, text).map(({ places, value }) => `${places[0] ?? ''} ${value}`);
    expect(found).toEqual(expected);
  });
});
