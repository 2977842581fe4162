import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CLINIC,
  setUpSmallRegion,
  type SmallRegion,
  TEAM,
  THERAPIST,
} from '../checks/crash/small-region.ts';
import { startInProcess, type InProcessGateway } from '../support/composed-gateway.ts';
import {
  allocated,
  jw301,
  message,
  person,
  product,
  relation,
  relations,
  SHORT,
} from '../support/ijw-messages.ts';

const SAMPLES = [
  '../shared/data/istandaarden-ijw-iwmo-3.2',
  '../shared/data/ijw-iwmo-older-samples',
];

interface Pushed {
  readonly delivery: string;
  readonly accepted: readonly {
    readonly places: readonly string[];
    readonly labels: readonly string[];
  }[];
  readonly quarantined: readonly { readonly code: string; readonly text: string }[];
  readonly changed: number;
}

/** Messages as a provider sends them, through the doors. */
describe('messages through the doors', () => {
  let gateway: InProcessGateway;
  let region: SmallRegion;
  beforeAll(async () => {
    gateway = await startInProcess('embedded');
    const { officer: client, officerOrganisation: organisation } = gateway;
    region = await setUpSmallRegion(gateway.driver, { client, organisation });
    const manage = { organisation: TEAM, person: 'pro-1', role: 'care-coordinator' };
    const token = await gateway.driver.token(region.team, manage, 'plan.manage');
    const member = (await gateway.driver.must('POST', `/v1/plans/${region.planId}/members`, {
      token,
      json: { birthDate: '2010-11-14', birthPrecision: 'day', bsn: '999904024' },
    })) as { id: string };
    await gateway.driver.must('POST', `/v1/plans/${region.planId}/enrolments`, {
      token,
      json: { org: CLINIC, member: member.id, identifiers: ['Client'] },
    });
  });
  afterAll(() => gateway.close());

  const send = async (body: string | Buffer, adapter = 'ijw-3.2', type = 'application/xml') => {
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'dossier.push');
    return gateway.driver.request('POST', `/dossiers/${adapter}`, {
      token,
      body: body.toString(),
      type,
    });
  };
  const own = async () => {
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'system/*.rs');
    const path = `/fhir/CarePlan/${region.planId}.plan/$everything`;
    return (await gateway.driver.request('GET', path, { token })).text;
  };

  test('a message is read back, and sending it again changes nothing', async () => {
    const xml = jw301({ more: relations(relation('10')), products: allocated({ number: '77' }) });
    const first = await send(xml);
    expect(first.status).toBe(200);
    expect((first.json as Pushed).quarantined).toEqual([]);
    expect((first.json as Pushed).changed).toBeGreaterThan(5);
    const again = (await send(xml, 'ijw-3.2', 'text/xml')).json as Pushed;
    expect(again.changed).toBe(0);
    expect(await own()).toContain('"value":"77"');
  });

  test('another version of a product replaces it; what a message does not name stays', async () => {
    const more = '<Einddatum>2027-01-31</Einddatum>';
    await send(jw301({ products: allocated({ number: '78' }) }));
    await send(jw301({ products: allocated({ number: '77', more }) }));
    const view = await own();
    expect(view).toContain('2027-01-31');
    expect(view.match(/"value":"77"/g)).toHaveLength(1);
    expect(view).toContain('"value":"78"');
  });

  test('an older message that comes later overwrites nothing', async () => {
    const of = (number: string, date: string, more = '') =>
      allocated({ number, date, more: `<Einddatum>${more}</Einddatum>` });
    await send(jw301({ products: of('80', '2026-10-03', '2027-03-03') }));
    const late = (await send(jw301({ products: of('80', '2026-10-02', '2027-02-02') })))
      .json as Pushed;
    expect(new Set(late.quarantined.map(({ code }) => code))).toEqual(new Set(['superseded']));
    expect(late.changed).toBe(0);
    const view = await own();
    expect(view).toContain('2027-03-03');
    expect(view).not.toContain('2027-02-02');
    const next = (await send(jw301({ products: of('80', '2026-10-04', '2027-04-04') })))
      .json as Pushed;
    expect(next.quarantined).toEqual([]);
    expect(await own()).toContain('2027-04-04');
  });

  test('a start that was taken back does not come back with an older message', async () => {
    const start = (status: string, day: string) =>
      message(
        'ijw',
        '305',
        `<Client>${person()}${SHORT}<StartProducten><StartProduct><ToewijzingNummer>81</ToewijzingNummer>${product('45')}<Begindatum>2026-10-05</Begindatum><StatusAanlevering>${status}</StatusAanlevering></StartProduct></StartProducten></Client>`,
      ).replace('2026-10-01', day);
    await send(start('3', '2026-10-07'));
    const older = (await send(start('1', '2026-10-06'))).json as Pushed;
    expect(older.quarantined.map(({ code }) => code)).toContain('superseded');
    expect(await own()).not.toContain('"value":"81"');
    await send(start('1', '2026-10-08'));
    expect(await own()).toContain('"value":"81"');
  });

  test('an answer is about the client of the request, once that was pushed', async () => {
    const answered = (said: string, more = '', day = '2026-10-09') =>
      message(
        'ijw',
        '319',
        `<Antwoord><ReferentieAanbieder>vraag-9</ReferentieAanbieder><VerzoekAntwoord>${said}</VerzoekAntwoord>${more}</Antwoord>`,
      ).replace('2026-10-01', day);
    const early = (await send(answered('2'))).json as Pushed;
    expect(new Set(early.quarantined.map(({ code }) => code))).toEqual(new Set(['unknown-person']));
    expect(early.quarantined[0]?.text).toContain('push the request itself');
    expect(early.accepted).toEqual([]);
    const asked = message(
      'ijw',
      '317',
      '<Client><Bsn>999904024</Bsn><Verzoek><ReferentieAanbieder>vraag-9</ReferentieAanbieder><RedenVerzoek>1</RedenVerzoek></Verzoek></Client>',
    );
    expect(((await send(asked)).json as Pushed).quarantined).toEqual([]);
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'quarantine.manage');
    const replay = `/v1/quarantine/${early.delivery}/replay`;
    const heard = (await gateway.driver.must('POST', replay, { token })) as Pushed;
    expect(heard.quarantined).toEqual([]);
    expect(await own()).toContain('aanvraag in onderzoek');
    const reason = '<RedenAfwijzingVerzoek>3</RedenAfwijzingVerzoek>';
    expect(((await send(answered('1', reason, '2026-10-12'))).json as Pushed).quarantined).toEqual(
      [],
    );
    const late = (await send(answered('2'))).json as Pushed;
    expect(new Set(late.quarantined.map(({ code }) => code))).toEqual(new Set(['superseded']));
    const view = await own();
    expect(view).toContain('geen contract');
    expect(view).not.toContain('aanvraag in onderzoek');
    expect((await send(answered('2').replace('vraag-9', 'vraag-8'))).json).toMatchObject({
      accepted: [],
    });
  });

  test.each([
    ['a message that breaks the standard', jw301().replace('<Geslacht>1', '<Geslacht>9'), 422],
    ['another release', jw301().replaceAll('3_2', '3_0'), 422],
    ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${jw301().slice(38)}`, 422],
    ['half a message', jw301().slice(0, 900), 422],
    ['no XML', '{}', 422],
    ['more than one client can need', jw301({ products: allocated().repeat(20_000) }), 422],
  ])('%s is refused', async (_title, xml, status) => {
    const answer = await send(xml);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('999904024');
  });

  test('samples of others are never an error of ours', async () => {
    for (const root of SAMPLES.filter((each) => existsSync(each)))
      for (const file of readdirSync(root, { recursive: true }).map(String)) {
        if (!file.endsWith('.xml')) continue;
        const adapter = /wmo/i.test(file) ? 'iwmo-3.2' : 'ijw-3.2';
        const { status } = await send(readFileSync(join(root, file)), adapter);
        expect([file, [200, 422].includes(status)]).toEqual([file, true]);
      }
  });
});
