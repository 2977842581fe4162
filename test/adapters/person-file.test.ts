import { expect, test } from '@jest/globals';
import { builtInAdapters } from '../../src/built-in-adapters.ts';
import { personFileName, withPersonFiles } from '../../src/adapters/person-file.ts';
import { clinicResources } from '../support/fetching-region.ts';

const adapters = new Map(
  withPersonFiles(builtInAdapters()).map((adapter) => [adapter.name, adapter]),
);
const put = (resource: { resourceType: string; id: string }) => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});
const remove = (url: string) => ({ request: { method: 'DELETE', url } });
const read = (name: string, entry: readonly object[]) => {
  const delivery = adapters.get(name)?.read({ resourceType: 'Bundle', type: 'transaction', entry });
  if (!delivery || 'unreadable' in delivery) throw new Error('not read');
  return delivery;
};

test('a file of one person is read as ever, but that its practitioners are of that person', () => {
  const entries = [...clinicResources().map(put), remove('Practitioner/gone'), remove('Goal/gone')];
  const [plain, person] = [read('fhir-r4', entries), read(personFileName('fhir-r4'), entries)];
  const own = (key: string) => (key.startsWith('Practitioner/') ? `${key} for Patient/pat-1` : key);
  expect(person).toEqual({
    ...plain,
    dossiers: plain.dossiers.map((dossier) => ({ ...dossier, key: own(dossier.key) })),
    withdrawn: ['Practitioner/gone for Patient/pat-1', 'Goal/gone'],
  });
  expect(person.dossiers.map(({ key }) => key)).toContain('Practitioner/prac-1 for Patient/pat-1');
});

test('the end of a file takes back the practitioners of that person', () => {
  const ends = [remove('Patient/pat-1'), remove('Practitioner/prac-1')];
  expect(read(personFileName('fhir-r4'), ends).withdrawn).toEqual([
    'Patient/pat-1',
    'Practitioner/prac-1 for Patient/pat-1',
  ]);
});

test('a file of several is read as any delivery, and only FHIR has files of persons', () => {
  const two = [
    { resourceType: 'Patient', id: 'a' },
    { resourceType: 'Patient', id: 'b' },
  ].map(put);
  const entries = [...two, remove('Practitioner/p')];
  expect(read(personFileName('fhir-r4'), entries)).toEqual(read('fhir-r4', entries));
  expect([...adapters.keys()].filter((name) => name.endsWith('.person'))).toEqual([
    'fhir-r4.person',
  ]);
});
