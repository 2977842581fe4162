import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readDemoRegion } from '../../src/cli/demo-region.ts';
import { passesElevenTest } from '../../src/flows/plan-documents.ts';
import { organisationDocument, purposeDocument } from '../../src/flows/register-documents.ts';
import { VOCABULARY } from '../../src/vocabulary/vocabulary.ts';

const region = await readDemoRegion();
const read = async (file: string) =>
  JSON.parse(await readFile(region.path(file), 'utf8')) as Record<string, unknown>;
const register = await read(region.register);
const organisations = (register['organisations'] as unknown[]).map((document) =>
  organisationDocument.parse(document),
);

describe('the demo region', () => {
  test('spreads over the five domains, in codes of the vocabulary', () => {
    expect(new Set(organisations.map(({ domain }) => domain)).size).toBe(5);
    for (const { kind, roles } of organisations) {
      expect(VOCABULARY.kinds.knows(kind)).toBe(true);
      for (const role of roles) expect(VOCABULARY.roles.knows(role)).toBe(true);
    }
    for (const purpose of register['purposes'] as unknown[]) {
      expect(VOCABULARY.purposes.knows(purposeDocument.parse(purpose).code)).toBe(true);
    }
  });

  test('gives every actor a client that may speak so', () => {
    for (const actor of region.actors) {
      const client = region.clients.find(({ id }) => id === actor.client);
      const speaks = client?.organisations.find(({ id }) => id === actor.organisation);
      expect(speaks?.['roles']).toContain(actor.role);
      expect(organisations.map(({ id }) => id)).toContain(actor.organisation);
    }
    const named = region.actors.map(({ name }) => name);
    for (const push of region.pushes) expect(named).toContain(push.as);
  });

  test('names nobody twice, has test BSNs only, and signs with people of the household', async () => {
    for (const file of region.plans) {
      const [plan] = (await read(file))['plans'] as [PlanFile];
      const people = [...plan.members, ...plan.persons].map(({ name }) => name);
      expect(new Set(people).size).toBe(people.length);
      for (const { bsn } of plan.members) {
        expect(passesElevenTest(bsn)).toBe(true);
        expect(bsn).toMatch(/^99997/);
      }
      for (const { givers, subject } of plan.provisions) {
        expect(people).toEqual(expect.arrayContaining([...givers, subject]));
      }
    }
  });

  test('keeps no key in the repository', async () => {
    const files = ['demo.json', region.register, ...region.plans];
    for (const file of files) expect(JSON.stringify(await read(file))).not.toMatch(/"(jwks|d)":/);
  });
});

interface PlanFile {
  readonly members: readonly { readonly name: string; readonly bsn: string }[];
  readonly persons: readonly { readonly name: string }[];
  readonly provisions: readonly { readonly givers: readonly string[]; readonly subject: string }[];
}
