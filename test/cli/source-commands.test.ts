import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CommandLine } from '../../src/cli/command-line.ts';
import { planpoortProgram } from '../../src/cli/program.ts';
import {
  GGZ,
  sourceOf,
  startFetchingRegion,
  type FetchingRegion,
} from '../support/fetching-region.ts';
import type { Provider } from '../support/fhir-provider.ts';

describe('planpoort source', () => {
  let region: FetchingRegion;
  let directory = '';
  beforeAll(async () => {
    region = await startFetchingRegion('embedded');
    await region.clinic.plan([['Patient/pat-1'], ['RelatedPerson/rel-1']]);
    directory = mkdtempSync(join(tmpdir(), 'planpoort-source-'));
    const { officer, driver, officerOrganisation } = region.gateway;
    const pem = officer.privateKey.export({ format: 'pem', type: 'pkcs8' });
    writeFileSync(join(directory, 'officer.pem'), pem);
    const credentials = {
      gateway: driver.base,
      client: officer.id,
      kid: `${officer.id}-1`,
      key: 'officer.pem',
      organisation: officerOrganisation,
      person: 'officer-1',
      role: 'professional',
      purpose: 'plan-making',
    };
    writeFileSync(join(directory, 'officer.json'), JSON.stringify(credentials));
  });
  afterAll(async () => {
    await region.close();
    rmSync(directory, { recursive: true });
  });

  /** Runs the command as typed; answers what it printed, what it complained about, how it ended. */
  const planpoort = async (...words: readonly string[]) => {
    const printed: string[] = [];
    const complained: string[] = [];
    let exit = -1;
    const line: CommandLine = {
      launcher: {} as CommandLine['launcher'],
      terminal: {
        print: (text) => void printed.push(text),
        complain: (text) => void complained.push(text),
      },
      end: (code) => {
        exit = code;
      },
    };
    const as = ['--as', join(directory, 'officer.json')];
    await planpoortProgram(line).parseAsync(['node', 'planpoort', 'source', ...words, ...as]);
    return { printed: printed.join('\n'), complained: complained.join('\n'), exit };
  };
  const file = (change: object): string => {
    const path = join(directory, 'source.json');
    writeFileSync(path, JSON.stringify({ ...sourceOf(region.provider), ...change }));
    return path;
  };

  test.each([
    [{ base: 'http://10.0.0.1/fhir' }, '/base: is https'],
    [{ base: 'https://fhir.example.nl/r4/' }, '/base: has no slash at the end'],
    [{ token: { endpoint: 'https://10.0.0.1/t', client: 'c' } }, '/token/endpoint: names a public'],
    [{ adapter: 'ijw-3.2' }, '/adapter: is an adapter that reads FHIR'],
    [{ types: [] }, '/types'],
    [{ types: [{ type: 'Patient' }] }, '/types/0/type'],
    [{ types: [{ type: 'Goal', where: { patient: 'x' } }] }, '/types/0/where'],
    [{ types: [{ type: 'Goal', where: { _count: '1' } }] }, '/types/0/where'],
    [{ everyMinutes: 0 }, '/everyMinutes'],
    [{ limits: { requestSeconds: 1000 } }, '/limits/requestSeconds'],
    [{ secret: 'x' }, '/'],
    [{ organisation: 'nobody' }, '/organisation: is a registered organisation'],
  ])('put refuses %j by place', async (change, place) => {
    const { complained, exit } = await planpoort('put', file(change));
    expect([complained, exit]).toEqual([expect.stringContaining(place), 1]);
  });

  test('registers, tells, lists and fetches', async () => {
    expect(await planpoort('put', file({ everyMinutes: 60 }))).toMatchObject({
      printed: `registered ${GGZ}`,
      exit: 0,
    });
    expect((await planpoort('list')).printed).toContain(`${GGZ}  every 60 minutes`);
    const { printed } = await planpoort('status', GGZ);
    expect(printed).toMatch(/idle, next 2\d{3}-.*never asked yet/s);
    const refused = await planpoort('fetch', GGZ, '--wait');
    expect(refused.printed).toContain('token-refused: no token was given');
    expect(refused.exit).toBe(1);
    const keys = await region.gateway.driver.request('GET', '/.well-known/jwks.json');
    region.provider.keys = keys.json as Provider['keys'];
    const fetched = await planpoort('fetch', GGZ, '--wait');
    expect(fetched.printed).toMatch(/done: started .*people {7}1: 1 fetched, 0 unchanged/s);
    expect(fetched.exit).toBe(0);
    expect(await planpoort('fetch', 'nobody')).toMatchObject({ exit: 1 });
  });
});
