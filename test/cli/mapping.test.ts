import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { planpoortProgram } from '../../src/cli/program.ts';
import { launcher } from '../../src/launch.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planpoort-mapping-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command as the shell would, and reads back what it says. */
async function planpoort(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  let code: number | undefined;
  const terminal = {
    print: (text: string) => void out.push(text),
    complain: (text: string) => void err.push(text),
  };
  const program = planpoortProgram({ launcher, terminal, end: (ended) => void (code = ended) });
  await program.parseAsync(args, { from: 'user' });
  return { out: out.join('\n'), err, code };
}

const MAPPING = `{
  "mapping": "rooster-csv",
  "version": "1.0.0",
  "format": "csv",
  "law": "wmo-2015",
  "dates": "dd-mm-yyyy",
  "items": [
    {
      "each": "/",
      "dossier": "afspraak/{nr}",
      "subjects": [{ "identifier": "{client}" }],
      "facts": [
        {
          "resource": { "type": "Task", "key": "afspraak" },
          "labels": ["plan.agreements"],
          "elements": {
            "status": { "const": "in-progress" },
            "intent": { "const": "plan" },
            "for": { "subject": true },
            "authoredOn": "datum",
            "description": "wat"
          }
        }
      ]
    }
  ]
}
`;

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const PAST_THE_FILE =
  'line 20: /items/0/facts/0/elements/authoredOn goes up with 4 × ^, which is past the file: here 1 at most';

describe('planpoort mapping check', () => {
  test.each([
    [[], []],
    [['"dates"', '"datas"'], ['line 6: /datas is not known here; did you mean dates or date?']],
    [
      ['plan.agreements', 'plan.agreement'],
      ['line 15: /items/0/facts/0/labels/0 is not a data category; did you mean plan.agreements?'],
    ],
    [
      ['"authoredOn"', '"authored"'],
      [
        'line 20: /items/0/facts/0/elements/authored Task has no element authored; did you mean authoredOn?',
      ],
    ],
    [
      ['{nr}', '{nr'],
      ['line 10: /items/0/dossier is not a template such as contact-of:{clientId}'],
    ],
    [
      ['{ "subject": true }', '{ "subjct": true }'],
      [
        'line 19: /items/0/facts/0/elements/for/subjct is not known here; did you mean subject or subjects?',
      ],
    ],
    [
      ['{ "const": "plan" }', '{ "const": ["plan"] }'],
      ['line 18: /items/0/facts/0/elements/intent/const is none of the forms that may stand here'],
    ],
    [
      ['{ "const": "plan" }', '{ "const": "plan", "field": "x" }'],
      ['line 18: /items/0/facts/0/elements/intent is none of the forms that may stand here'],
    ],
    [['"csv"', '"xlsx"'], ['line 4: /format must be one of json, csv, xml']],
    [['"version": "1.0.0",', ''], ['line 1: /version is missing']],
    [['"datum"', '"^^^^/x"'], [PAST_THE_FILE]],
    [['"law"', '"xml": {}, "law"'], ['line 5: /xml goes with "format": "xml"']],
    [['"1.0.0",', '"1.0.0"'], ['line 4, column 3: this is not JSON']],
  ])('names the line: %j', async ([from = '', to = ''], complaints) => {
    const path = await file('mapping.json', MAPPING.replace(from, to));
    const { err, code, out } = await planpoort('mapping', 'check', path);
    expect(err).toEqual(complaints.map((complaint) => `${path}, ${complaint}`));
    expect(code).toBe(complaints.length === 0 ? 0 : 1);
    expect(out).toBe(
      complaints.length === 0 ? `${path}: mapping rooster-csv can be registered` : '',
    );
  });

  test('the ready mappings of the library are right', async () => {
    for (const name of [
      'gezinsdossier-json',
      'omaha-json',
      'school-json',
      'schuldhulp-csv',
      'thuiszorg-xml',
    ])
      expect(await planpoort('mapping', 'check', `examples/mappings/${name}.json`)).toMatchObject({
        code: 0,
        err: [],
      });
  });
});

describe('planpoort preview', () => {
  const DOSSIER =
    'nr;client;datum;wat;kleur\n1;4711;01-10-2026;"post \u202eopenen";rood\n2;4711;gisteren;bellen;\n';
  const preview = async (dossier: string, ...more: string[]) =>
    planpoort(
      'preview',
      '--mapping',
      await file('m.json', MAPPING),
      ...more,
      await file('d.csv', dossier),
    );

  test('shows place, result, labels, people and law, what is not mapped and what is held back', async () => {
    const { out, err, code } = await preview(DOSSIER);
    expect(err).toEqual([]);
    expect(code).toBe(1);
    expect(out).toBe(`Read with rooster-csv 1.0.0: facts 1, dossiers 1, not mapped 1, quarantined 2.

Dossier afspraak/1

  record 2, datum + record 2, wat
    Task afspraak
      status = "in-progress"
      intent = "plan"
      for = {"reference":"person:4711"}
      authoredOn = "2026-10-01"
      description = "post ?openen"
    labels plan.agreements; about 4711; under wmo-2015

Not mapped: no rule names it. You keep it, nobody else ever gets it:
  record 2, kleur

Would be quarantined:
  record 3, datum  invalid-value: is not a dateTime in the agreed format
  record 3, wat  invalid-value: belongs to a fact of which another value was held back

4 other places are no content of the plan: envelope, keys, codes that steer.
Whether these are enrolled is known only at a push: 4711`);
  });

  test('as JSON for a program', async () => {
    const { out } = await preview(DOSSIER, '--json');
    expect(JSON.parse(out)).toMatchObject({
      mapping: 'rooster-csv 1.0.0',
      facts: [{ dossier: 'afspraak/1', subjects: ['4711'] }],
      unnamed: ['record 2, kleur'],
    });
  });

  test('nothing in a dossier steers the terminal', async () => {
    const { out } = await preview('nr;client;datum;wat;kleur\n"1\u001b[2J";47\u009b11;;x;\n');
    expect(out).toContain('Dossier afspraak/1?[2J');
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('a file that cannot be read is refused by record, without a word of what is in it', async () => {
    expect(await preview('nr;client\n1;2;Geheim\n')).toEqual({
      out: '',
      err: [
        `${join(folder, 'd.csv')}, record 2: this record does not have as many cells as the first one`,
      ],
      code: 1,
    });
    expect((await planpoort('preview', '--mapping', 'nowhere.json', 'x')).code).toBe(2);
  });
});
