import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLINIC, TEAM } from '../checks/crash/small-region.ts';
import { condition, rowMapping, Workplace } from '../flows/quarantine/workplace.ts';
import { availableStores } from '../support/test-store.ts';

/** Each stands in a body of which something is held back, and nowhere else. */
const CANARIES = ['Kanarie-83716', 'Kanarie-29384', 'Kanarie-55102'];
const [VALUE = '', CODE = '', KEY = ''] = CANARIES;

/** What was held back shows in nothing that anybody is answered, and in nothing that is written. */
describe.each(availableStores())('held content on %s', (kind) => {
  let place: Workplace;
  const answers: string[] = [];
  beforeAll(async () => {
    place = await Workplace.open(kind);
    await place.register('mappings/rows-json', rowMapping('1.0.0', { A: 'a' }));
  }, 30_000);
  afterAll(() => place.close());

  const ask = async (method: string, path: string, token: string): Promise<string> => {
    const { status, headers, text } = await place.gateway.driver.request(method, path, { token });
    answers.push(`${status} ${headers} ${text}`);
    return text;
  };

  test('is in no pull, search, reading of the record, explanation or error', async () => {
    const { driver } = place.gateway;
    const { planId, team } = place.region;
    const row = { nr: 1, client: 'p0', text: VALUE, code: CODE };
    const pushed = [
      await place.pushBundle([condition('c1', 'vreemd', VALUE), condition('c2', 'p0', 'gewoon')]),
      await place.pushRows([row]),
    ];
    const keyed = { json: { rows: [], [KEY]: { [VALUE]: 1 } } };
    const odd = await place.ask('POST', '/dossiers/rows-json', keyed);
    expect(pushed.map(({ kept }) => kept)).toEqual([true, true]);
    expect((odd.json as { kept?: true }).kept).toBe(true);
    const identity = { organisation: TEAM, person: 'p', role: 'care-coordinator' };
    const purpose = 'plan-execution';
    const others = await driver.token(team, { ...identity, purpose }, 'system/*.rs');
    const own = await place.ownToken();
    for (const token of [own, others]) {
      await ask('GET', `/fhir/CarePlan/${planId}.plan/$everything`, token);
      await ask('GET', `/fhir/Condition?patient=${planId}.${place.region.members[0]}`, token);
      await ask('GET', '/fhir/Observation?status=final', token);
      for (const id of pushed.map(({ delivery }) => delivery)) {
        await ask('GET', `/fhir/Condition/${id}`, token);
        await ask('GET', `/v1/quarantine/${id}/content`, token);
      }
    }
    await ask('GET', '/v1/quarantine', own);
    for (const { delivery } of pushed) {
      await ask('GET', `/v1/quarantine/${delivery}`, own);
      await ask('POST', `/v1/quarantine/${delivery}/replay?dry-run=true`, own);
      await ask('POST', `/v1/quarantine/${delivery}/replay`, own);
    }
    await ask('POST', '/v1/quarantine/replay', own);
    await place.register('mappings/rows-json', { ...rowMapping('1.0.1', {}), format: 'csv' });
    await ask('POST', '/v1/quarantine/replay', own);
    await ask('POST', `/v1/quarantine/${pushed[1]?.delivery ?? ''}/replay`, own);
    const officer = await place.officerToken();
    for (const chain of ['region', `organisation:${CLINIC}`, `plan:${planId}`])
      await ask('GET', `/v1/audit/chains/${chain}/entries?limit=500`, officer);
    for (let seq = 1; seq < 20; seq += 1)
      await ask('GET', `/v1/plans/${planId}/entries/${seq}/explanation`, officer);
    const operator = await place.operatorToken();
    await ask('GET', '/v1/quarantined-sources', operator);
    await ask('GET', `/v1/quarantined-sources/${CLINIC}`, operator);
    const held = (await place.list()).deliveries;
    expect(held).toHaveLength(3);
    const overseen = held.map(({ delivery }) =>
      ask('GET', `/v1/quarantined-sources/${CLINIC}/${delivery}`, operator),
    );
    expect((await Promise.all(overseen)).join()).toContain('…');
    expect(answers.length).toBeGreaterThan(40);
    expect(answers.join('\n')).toContain('gewoon');
    expect(answers.filter((text) => CANARIES.some((canary) => text.includes(canary)))).toEqual([]);
  });

  test('is in no log and no metric', () => {
    const log = place.gateway.log();
    expect(log).toContain('quarantine.replay');
    expect(CANARIES.filter((canary) => log.includes(canary))).toEqual([]);
  });

  test('is what a gateway would show that releases it: the search for it is not blind', async () => {
    await place.register('mappings/rows-json', rowMapping('2.0.0', { A: 'a', [CODE]: 'b' }));
    await place.ask('POST', '/v1/quarantine/replay');
    expect(await place.own()).toContain(VALUE);
  });
});
