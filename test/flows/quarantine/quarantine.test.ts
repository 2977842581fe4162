import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReplayRun } from '../../../src/flows/quarantine/quarantine-flows.ts';
import { CLINIC, TEAM } from '../../checks/crash/small-region.ts';
import { availableStores } from '../../support/test-store.ts';
import { condition, rowMapping, Workplace } from './workplace.ts';

describe.each(availableStores())('the quarantine of a source on %s', (store) => {
  let place: Workplace;
  beforeAll(async () => {
    place = await Workplace.open(store);
    await place.register('mappings/rows-json', rowMapping('1.0.0', { A: 'licht' }));
  });
  afterAll(() => place.close());

  test('no mapping takes the name of a format that needs none: it would never be asked', async () => {
    const mapping = { ...rowMapping('1.0.0', { A: 'licht' }), mapping: 'fhir-r4' };
    await expect(place.register('mappings/fhir-r4', mapping)).rejects.toThrow('needs no mapping');
  });

  test('holds nothing of what was accepted whole, nor of a rehearsal', async () => {
    expect((await place.pushBundle([condition('c1', 'p0', 'goed')])).kept).toBeUndefined();
    const dry = await place.pushBundle([condition('c2', 'niemand', 'x')], '?dry-run=true');
    expect(dry.quarantined.length).toBeGreaterThan(0);
    expect(dry.kept).toBeUndefined();
    expect(await place.list()).toEqual({ reasons: [], deliveries: [] });
  });

  test('says what was held back, where and what would repair it, and never a value', async () => {
    const { delivery, kept } = await place.pushBundle([condition('c3', 'later', 'Geheim-71')]);
    expect(kept).toBe(true);
    const list = await place.list();
    expect(list.deliveries.map((each) => each.delivery)).toEqual([delivery]);
    expect(list.reasons[0]).toMatchObject({ code: 'unknown-person', deliveries: 1 });
    expect(list.reasons[0]?.remedy.nl).toContain('meldt deze persoon aan');
    const detail = await place.show(delivery);
    expect(detail).toMatchObject({ adapter: 'fhir-r4', readable: true, unlisted: 0 });
    expect(detail.places.map((each) => each.place)).toContain('/entry/0/resource/code/text');
    expect(detail.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify([list, detail])).not.toContain('Geheim-71');
  });

  test('is repaired by an enrolment that came later', async () => {
    const [held] = (await place.list()).deliveries;
    const id = held?.delivery ?? '';
    expect(await place.replay(id)).toMatchObject({ accepted: [], kept: true, delivery: id });
    await place.enrol(0, 'Patient/later');
    const dry = await place.replay(id, '?dry-run=true');
    expect(dry.accepted.length).toBeGreaterThan(0);
    expect(await place.own()).not.toContain('Geheim-71');
    const answer = await place.replay(id);
    expect(answer.accepted).toEqual(dry.accepted);
    expect([answer.quarantined, answer.kept, answer.superseded]).toEqual([[], undefined, []]);
    expect(await place.own()).toContain('Geheim-71');
    expect((await place.list()).deliveries).toEqual([]);
    expect((await place.ask('POST', `/v1/quarantine/${id}/replay`)).status).toBe(404);
  });

  test('is repaired by a better mapping, which can be tried before it is registered', async () => {
    const row = { client: 'p0', text: 'tekst een' };
    await place.pushRows([{ ...row, nr: 1, code: 'Z' }]);
    await place.pushRows([
      { ...row, nr: 2, code: 'A' },
      { ...row, nr: 3, code: 'Y' },
    ]);
    const rehearse = async (codes: Record<string, string>): Promise<ReplayRun> =>
      place.answered(
        await place.ask('POST', '/v1/quarantine/rehearsal', { json: rowMapping('2.0.0', codes) }),
      ) as ReplayRun;
    const outcomes = (run: ReplayRun) => run.deliveries.map(({ outcome }) => outcome);
    expect(outcomes(await rehearse({ A: 'licht' }))).toEqual(['unchanged', 'unchanged']);
    expect(outcomes(await rehearse({ A: 'licht', Z: 'zwaar' }))).toEqual(['unchanged', 'repaired']);
    expect((await place.list('?adapter=rows-json&code=unknown-code')).deliveries).toHaveLength(2);
    const all = async (query = ''): Promise<ReplayRun> =>
      place.answered(await place.ask('POST', `/v1/quarantine/replay${query}`)) as ReplayRun;
    expect((await all()).deliveries).toEqual([]);
    await place.register('mappings/rows-json', rowMapping('2.0.0', { A: 'licht', Z: 'zwaar' }));
    expect(outcomes(await all('?dry-run=true'))).toEqual(['unchanged', 'repaired']);
    expect(await place.own()).not.toContain('zwaar');
    expect(outcomes(await all('?adapter=rows-json'))).toEqual(['unchanged', 'repaired']);
    expect(await place.own()).toContain('zwaar');
    const left = await place.list();
    expect(left.deliveries.map(({ mapping }) => mapping)).toEqual(['rows-json 2.0.0']);
    await place.ask('DELETE', `/v1/quarantine/${left.deliveries[0]?.delivery ?? ''}`);
  });

  test('never puts back what the source said otherwise since', async () => {
    const row = { client: 'p0', code: 'Q' };
    const { delivery } = await place.pushRows([
      { ...row, nr: 10, text: 'oud tien' },
      { ...row, nr: 11, text: 'oud elf' },
    ]);
    await place.pushRows([{ ...row, nr: 10, code: 'A', text: 'nieuw tien' }]);
    await place.register('mappings/rows-json', rowMapping('3.0.0', { A: 'licht', Q: 'q' }));
    const answer = await place.replay(delivery);
    expect(answer.superseded).toContain('/rows/0/text');
    expect(answer.kept).toBeUndefined();
    const view = await place.own();
    expect([view.includes('nieuw tien'), view.includes('oud elf')]).toEqual([true, true]);
    expect(view).not.toContain('oud tien');
  });

  test('counts it when the source took something back since', async () => {
    const { delivery } = await place.pushBundle([condition('c8', 'straks', 'ingetrokken')]);
    await place.pushBundle([{ request: { method: 'DELETE', url: 'Condition/c8' } }]);
    await place.enrol(1, 'Patient/straks');
    const { accepted, superseded } = await place.replay(delivery);
    expect(accepted).toEqual([]);
    expect(superseded).not.toEqual([]);
    expect(await place.own()).not.toContain('ingetrokken');
  });

  test('counts it when the source said everything about somebody since', async () => {
    const patient = {
      resource: { resourceType: 'Patient', id: 'p9' },
      request: { method: 'PUT', url: 'Patient/p9' },
    };
    const first = [patient, condition('c9', 'p9', 'niet meer')];
    const { delivery } = await place.pushBundle(first);
    const second = await place.pushBundle([patient], '?complete=true');
    await place.enrol(1, 'Patient/p9');
    const { superseded } = await place.replay(delivery);
    expect(superseded).toContain('/entry/1/resource/code/text');
    expect((await place.replay(second.delivery)).superseded).toEqual([]);
    expect(await place.own()).not.toContain('niet meer');
    expect((await place.list()).deliveries).toEqual([]);
  });

  test('answers a repeated replay and a repeated discard as before', async () => {
    const { delivery } = await place.pushBundle([condition('c12', 'anders', 'x')]);
    const first = await place.ask('POST', `/v1/quarantine/${delivery}/replay`, { key: 'replay-1' });
    const again = await place.ask('POST', `/v1/quarantine/${delivery}/replay`, { key: 'replay-1' });
    expect([first.status, again.text]).toEqual([200, first.text]);
    const gone = await place.ask('DELETE', `/v1/quarantine/${delivery}`, { key: 'discard-1' });
    const more = await place.ask('DELETE', `/v1/quarantine/${delivery}`, { key: 'discard-1' });
    expect([gone.json, more.json]).toEqual([{ discarded: 1 }, { discarded: 1 }]);
    expect((await place.ask('DELETE', `/v1/quarantine/${delivery}`)).status).toBe(404);
    const other = await place.ask('DELETE', '/v1/quarantine', { key: 'discard-1' });
    expect(other.status).toBe(409);
  });

  test('is nobody else’s, and an operator sees no more than counts and places', async () => {
    const { delivery } = await place.pushBundle([condition('c13', 'wie', 'Geheim-99')]);
    const { driver } = place.gateway;
    const operator = await place.operatorToken();
    const overseen = await driver.request('GET', '/v1/quarantined-sources', { token: operator });
    expect(overseen.json).toMatchObject({ sources: [{ source: CLINIC, deliveries: 1 }] });
    const path = `/v1/quarantined-sources/${CLINIC}/${delivery}`;
    const shown = await driver.request('GET', path, { token: operator });
    expect(shown.json).toMatchObject({ places: [{ code: 'unknown-person' }] });
    expect(shown.json).not.toHaveProperty('sha256');
    expect(shown.text).not.toContain('Geheim-99');
    const tries = [
      ['GET', '/v1/quarantine', operator, 403],
      ['GET', `/v1/quarantine/${delivery}`, operator, 403],
      ['POST', `/v1/quarantine/${delivery}/replay`, operator, 403],
      ['GET', '/v1/quarantined-sources', await place.ownToken(), 403],
      ['GET', path, await place.officerToken(), 403],
      ['GET', `/v1/quarantined-sources/${TEAM}/${delivery}`, operator, 404],
      ['GET', '/v1/quarantined-sources/org-none', operator, 404],
    ] as const;
    for (const [method, where, token, status] of tries)
      expect([where, (await driver.request(method, where, { token })).status]).toEqual([
        where,
        status,
      ]);
  });

  test('is discarded with its key when the source asks for that', async () => {
    await place.pushBundle([condition('c14', 'wie', 'x')]);
    expect((await place.ask('DELETE', '/v1/quarantine')).json).toEqual({ discarded: 2 });
    expect(await place.list()).toEqual({ reasons: [], deliveries: [] });
    const { delivery } = await place.pushBundle([condition('c15', 'wie', 'x')]);
    expect((await place.show(delivery)).readable).toBe(true);
  });

  test('is on the record of its source', async () => {
    const entries = await place.entries(`organisation:${CLINIC}`);
    const words = entries.flatMap(({ changed = [] }) => changed.map((each) => each.split(' ')[1]));
    for (const word of ['kept', 'replayed', 'repaired', 'discarded']) expect(words).toContain(word);
    const reads = entries.filter(({ kind }) => kind === 'held-read').map(({ outcome }) => outcome);
    expect(new Set(reads)).toEqual(new Set(['listed', 'shown', 'rehearsed']));
  });
});
