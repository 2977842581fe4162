import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PLAN_RESOURCE_TYPES } from '../../../src/plan/fact.ts';
import { STATUTES } from '../../../src/vocabulary/statutes.ts';
import { factsOfMapping, runMapping } from '../../support/mappings.ts';

const guide = readFileSync('docs/onboarding-a-provider.md', 'utf8');
const [source, document, client, debt] = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, text = '']) => JSON.parse(text) as Record<string, unknown>,
);
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

test('the lists of the guide are complete', () => {
  for (const word of [...STATUTES.codes, ...PLAN_RESOURCE_TYPES]) expect(guide).toContain(word);
});
