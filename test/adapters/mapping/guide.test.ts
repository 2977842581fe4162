import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PLAN_RESOURCE_TYPES } from '../../../src/plan/fact.ts';
import { renderPreview } from '../../../src/cli/render-preview.ts';
import { readyMapping } from '../../../src/preview.ts';
import { CATEGORIES } from '../../../src/vocabulary/categories.ts';
import { STATUTES } from '../../../src/vocabulary/statutes.ts';
import { factsOfMapping, runMapping } from '../../support/mappings.ts';

const guide = readFileSync('docs/onboarding-a-provider.md', 'utf8');
const [source, document, client, debt, csvMapping] = [
  ...guide.matchAll(/```json\n([\s\S]*?)```/g),
].map(([, text = '']) => JSON.parse(text) as Record<string, unknown>);
const mapping = { ...document, items: [{ ...client, items: [debt] }] };

test('the worked example of the guide works as it says', () => {
  const facts = factsOfMapping(mapping, source);
  expect(facts.map((f) => `${f.resource.type} ${f.labels.join()} ${f.places.join()}`)).toEqual([
    'Patient identity.name /dossiers/0/client/roepnaam,/dossiers/0/client/achternaam',
    'Patient identity.birth /dossiers/0/client/geboren',
    'Task domain.finances,plan.agreements /dossiers/0/afspraak',
    'Observation domain.finances /dossiers/0/schulden/0/aan,/dossiers/0/schulden/0/bedrag',
    'Observation domain.finances,domain.housing /dossiers/0/schulden/1/aan,/dossiers/0/schulden/1/bedrag',
    'Communication unclassified /dossiers/0/schulden/0/stand',
    'Communication unclassified /dossiers/0/schulden/1/stand',
  ]);
  expect(facts[4]?.elements).toContainEqual({ path: ['valueQuantity', 'value'], value: 2100.5 });
  expect(new Set(facts.map((f) => `${f.law ?? ''} ${f.subjects.join()}`))).toEqual(
    new Set(['wgs 88213']),
  );
  expect(runMapping(mapping, source).quarantined).toEqual([]);
});

test('the CSV example of the guide works as it says', () => {
  const [, csv = ''] = /```csv\n([\s\S]*?)```/.exec(guide) ?? [];
  const ready = readyMapping(csvMapping);
  if (!('preview' in ready)) throw new Error(JSON.stringify(ready));
  const preview = ready.preview(Buffer.from(csv));
  expect(
    preview.facts.map((f) => `${f.resource} ${f.labels.join()} ${f.places.join(' + ')}`),
  ).toEqual([
    'Patient of 88213 identity.name record 2, tekst',
    'Observation schuld/2 domain.finances record 3, tekst + record 3, datum + record 3, bedrag',
  ]);
  expect(preview.facts[1]?.elements).toContainEqual({ path: 'valueQuantity.value', value: 1250 });
  expect(preview.quarantined).toEqual([]);
  const shown = renderPreview(preview);
  const said = shown.slice(shown.findIndex((line) => line.startsWith('Not mapped')));
  expect(guide).toContain(`\`\`\`\n${said.slice(0, said.indexOf('')).join('\n')}\n\`\`\``);
});

test('the lists of the guide are complete', () => {
  for (const word of [...STATUTES.codes, ...PLAN_RESOURCE_TYPES]) expect(guide).toContain(word);
  // Those that only stand above others are not for facts.
  const narrow = CATEGORIES.codes.filter((code) =>
    CATEGORIES.links.every(([, broad]) => broad !== code),
  );
  for (const code of narrow)
    expect(guide).toContain(`| \`${code}\` | ${CATEGORIES.definition(code, 'en')} |`);
});

test('what the guide says that a resource must have is enough', () => {
  const [, table = ''] =
    /\| resource \| must have.*\n\|---\|---\|---\|\n([^]*?)\n\n/.exec(guide) ?? [];
  const rows = table.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
  expect(rows).toHaveLength(9);
  for (const [, type = '', must = '', codes = ''] of rows) {
    const required = [...must.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
    const [status, intent] = codes.split('intent');
    const first = (text = '') => /`([^`]+)`/.exec(text)?.[1];
    const valueOf = (path: string): object | string => {
      if (/^(subject|for|patient)$/.test(path)) return { subject: true };
      if (/status/i.test(path)) return { const: first(status) };
      return path === 'intent' ? { const: first(intent) } : path === 'sent' ? 'op' : 'tekst';
    };
    const fact = {
      resource: { type, key: 'k' },
      labels: ['plan.goals'],
      needs: ['nr'],
      elements: Object.fromEntries(required.map((path) => [path, valueOf(path)])),
    };
    const item = { each: '/', dossier: '{nr}', subjects: [{ identifier: '{nr}' }], facts: [fact] };
    const { dossiers, quarantined } = runMapping(
      { mapping: 'm', version: '1.0.0', items: [item] },
      [{ nr: '1', tekst: 'iets', op: '2026-01-01' }],
    );
    expect([type, quarantined]).toEqual([type, []]);
    expect(dossiers[0]?.facts[0]?.resource.type).toBe(type);
  }
});
