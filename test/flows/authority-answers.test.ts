import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLINIC, TEAM } from '../checks/crash/small-region.ts';
import {
  CHILD,
  FATHER,
  MOTHER,
  REGISTER,
  startAuthorityRegion,
  type Answered,
} from '../support/authority-region.ts';

const minderjarige = { burgerservicenummer: CHILD };
const by = (...numbers: readonly string[]) => numbers.map((n) => ({ burgerservicenummer: n }));
const joint = { type: 'GezamenlijkOuderlijkGezag', minderjarige, ouders: by(MOTHER, FATHER) };
const alone = { type: 'EenhoofdigOuderlijkGezag', minderjarige, ouder: by(MOTHER)[0] };
const open = { type: 'GezagNietTeBepalen', minderjarige, toelichting: 'een geheime reden' };

/** The answers of a population register as they come through the doors. */
describe('answers on authority through the doors', () => {
  let at: Awaited<ReturnType<typeof startAuthorityRegion>>;
  beforeAll(async () => {
    at = await startAuthorityRegion();
  });
  afterAll(() => at.gateway.close());

  test('are for sources that the register names, in plans where they take part', async () => {
    const body = { answeredAt: '2026-02-01T12:00:00Z', answer: { personen: [] } };
    expect((await at.post(body)).status).toBe(404);
    await at.add('enrolments', { org: REGISTER, member: at.child, identifiers: ['kind'] });
    expect((await at.post(body)).status).toBe(200);
    // The coordinator itself is no authority source.
    expect((await at.post(body, { as: TEAM })).status).toBe(404);
    const path = `/v1/plans/${at.planId}/authority-answers`;
    const request = { body: JSON.stringify(body), type: 'application/json' };
    const managing = { token: at.manage, ...request };
    expect((await at.driver.request('POST', path, managing)).status).toBe(403);
  });

  test('decide who must sign, as of their date, and a repetition changes nothing', async () => {
    await at.consent(at.mother);
    expect(await at.isShown()).toBe(false);
    expect((await at.deliver('2026-02-01', alone)).minors).toEqual([
      { place: '/personen/0/gezag/0', outcome: 'taken', member: at.child, reasons: [] },
    ]);
    expect(await at.isShown()).toBe(true);
    const { authorities } = await at.plan();
    expect(authorities).toMatchObject([
      { subject: at.child, holder: at.mother, status: 'established' },
    ]);
    expect((await at.deliver('2026-02-03', alone)).minors[0]?.outcome).toBe('unchanged');
    expect((await at.deliver('2026-02-02', joint)).minors[0]?.outcome).toBe('superseded');
    expect((await at.plan()).authorities).toEqual(authorities);
    expect((await at.plan()).authorityAnswers).toMatchObject([
      { asOf: '2026-02-01T12:00:00.000Z', confirmedAt: '2026-02-03T12:00:00.000Z' },
    ]);
  });

  test('that name a parent outside the household ask for that signature too', async () => {
    expect((await at.deliver('2026-03-01', joint)).minors[0]?.outcome).toBe('taken');
    expect(await at.isShown()).toBe(false);
    const { persons, authorities } = await at.plan();
    const [father, ...others] = persons.map(({ id }) => id);
    expect(others).toEqual([]);
    expect(authorities.filter(({ until }) => until === null).map((each) => each.holder)).toEqual([
      at.mother,
      father,
    ]);
    expect(authorities[0]?.until).toBe('2026-03-01T12:00:00.000Z');
    await at.consent(at.mother, father ?? '');
    expect(await at.isShown()).toBe(true);
    expect((await at.deliver('2026-03-02', joint)).minors[0]?.outcome).toBe('unchanged');
    expect((await at.plan()).persons).toHaveLength(1);
  });

  test.each([
    ['cannot say', open, 'not-determinable'],
    ['are under investigation', { ...joint, inOnderzoek: true }, 'in-investigation'],
    ['are of a kind that is not known', { ...joint, type: 'Nieuw' }, 'unknown-type'],
    [
      'name an institution only',
      { type: 'Voogdij', minderjarige, derden: [] },
      'institution-not-named',
    ],
    [
      'leave a third unknown',
      {
        type: 'GezamenlijkGezag',
        minderjarige,
        ouder: by(MOTHER)[0],
        derde: { type: 'OnbekendeDerde' },
      },
      'unknown-holder',
    ],
  ])('that %s close what was open, until they settle it', async (_title, relation, reason) => {
    const { authorityAnswers } = await at.plan();
    const next = (days: number) =>
      new Date(Date.parse(authorityAnswers.at(-1)?.confirmedAt ?? '') + days * 86_400_000)
        .toISOString()
        .slice(0, 10);
    const [minor] = (await at.deliver(next(1), relation)).minors;
    expect([minor?.outcome, minor?.reasons.map(({ code }) => code)]).toEqual([
      'undetermined',
      [reason],
    ]);
    expect(await at.isShown()).toBe(false);
    expect((await at.deliver(next(2), relation)).minors[0]?.outcome).toBe('unchanged');
    expect((await at.deliver(next(3), joint)).minors[0]?.outcome).toBe('taken');
    expect(await at.isShown()).toBe(true);
  });

  test('that say nobody for now leave nobody, and an officer may decide', async () => {
    const nobody = { type: 'TijdelijkGeenGezag', minderjarige };
    expect((await at.deliver('2026-06-01', nobody)).minors[0]?.outcome).toBe('taken');
    expect(await at.isShown()).toBe(false);
    await at.add('authorities', {
      ...{ subject: at.child, holder: at.mother, kind: 'gezag', status: 'established' },
      from: '2026-06-01T13:00:00Z',
    });
    expect(await at.isShown()).toBe(true);
    expect((await at.deliver('2026-06-02', nobody)).minors[0]?.outcome).toBe('unchanged');
    expect(await at.isShown()).toBe(true);
    // Another answer that differs from the decision leaves it open, and only the plan says why.
    expect(
      (await at.deliver('2026-06-03', { ...alone, ouder: by(FATHER)[0] })).minors,
    ).toMatchObject([{ outcome: 'taken', reasons: [] }]);
    expect(await at.isShown()).toBe(false);
    expect((await at.plan()).authorityAnswers.at(-1)?.doubts).toEqual(['differs-from-decision']);
    expect((await at.deliver('2026-06-04', alone)).minors[0]?.outcome).toBe('taken');
    expect(await at.isShown()).toBe(true);
  });

  test('that an officer disputes stay disputed, whatever is answered again', async () => {
    const { authorities } = await at.plan();
    const standing = authorities.filter((each) => each.answer && each.until === null);
    const decided = authorities.filter((each) => !each.answer);
    for (const { id, status, ...record } of [...standing, ...decided]) {
      const rest = { ...record, answer: undefined };
      expect(status).toBe('established');
      await at.driver.must('PUT', `/v1/plans/${at.planId}/authorities/${id}`, {
        token: at.manage,
        json: { ...rest, status: 'undetermined' },
      });
    }
    expect(await at.isShown()).toBe(false);
    await at.deliver('2026-06-05', joint);
    await at.deliver('2026-06-06', alone);
    expect(await at.isShown()).toBe(false);
  });

  test('may name the institution that is guardian', async () => {
    const voogdij = { type: 'Voogdij', minderjarige, derden: [] };
    const answer = { personen: [{ gezag: [voogdij] }] };
    const institutions = [{ minor: CHILD, organisation: 'org-gi' }];
    const body = { answeredAt: '2026-07-01T00:00:00Z', answer, institutions };
    expect((await at.post(body)).status).toBe(200);
    expect((await at.plan()).authorities.at(-1)).toMatchObject({
      ...{ holder: 'org-gi', kind: 'voogdij', status: 'established' },
    });
    const wrong = [{ minor: CHILD, organisation: CLINIC }];
    expect((await at.post({ ...body, institutions: wrong })).status).toBe(422);
    const other = { ...body, answer: { personen: [{ gezag: [joint] }] } };
    expect((await at.post(other)).status).toBe(422);
  });

  test('can be rehearsed and repeated, and are about members only', async () => {
    const before = await at.plan();
    const answer = { personen: [{ gezag: [joint] }] };
    const body = { answeredAt: '2026-08-01T00:00:00Z', answer };
    const dry = await at.post(body, { dry: '?dry-run=true' });
    expect(dry.json).toMatchObject({ dryRun: true, minors: [{ outcome: 'taken' }] });
    expect(await at.plan()).toEqual(before);
    const [first, again] = [
      await at.post(body, { headers: { 'idempotency-key': 'k1' } }),
      await at.post(body, { headers: { 'idempotency-key': 'k1' } }),
    ];
    expect(again.json).toEqual(first.json);
    const elsewhere = { ...joint, minderjarige: by('999904048')[0] };
    const adult = { ...joint, minderjarige: by(MOTHER)[0], ouders: by(FATHER, '999904048') };
    await at.add('enrolments', { org: REGISTER, member: at.mother, identifiers: ['moeder'] });
    const { minors } = await at.deliver('2026-08-02', elsewhere, adult);
    expect(minors.map(({ outcome }) => outcome)).toEqual(['not-a-member', 'not-a-minor']);
  });

  test.each([
    [{}],
    [{ answeredAt: '2026-08-01T00:00:00Z', answer: [] }],
    [{ answeredAt: '2026-08-01', answer: { personen: [] } }],
    [{ answeredAt: '2999-08-01T00:00:00Z', answer: { personen: [] } }],
    [{ answeredAt: '2026-08-01T00:00:00Z', answer: { personen: [] }, more: 1 }],
  ])('are refused when they are none', async (body) => {
    expect([400, 422]).toContain((await at.post(body)).status);
  });

  test('answers of others, where they are at hand, are taken or left open', async () => {
    const file = '../shared/data/brp-gezag/gezag-responses.json';
    const { cases } = (
      existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cases: [] }
    ) as { cases: readonly { response: object }[] };
    for (const { response } of cases) {
      const { status, json } = await at.post({
        ...{ answeredAt: '2026-09-01T00:00:00Z', answer: response },
      });
      expect(status).toBe(200);
      for (const { outcome } of (json as Answered).minors) expect(outcome).toBe('not-a-member');
    }
  });

  test('leave no number, name or explanation on the record, in the log or in what is answered', async () => {
    const officer = await at.driver.token(
      at.gateway.officer,
      { organisation: at.gateway.officerOrganisation, person: 'officer-1' },
      'audit.read',
    );
    const path = `/v1/audit/chains/plan:${at.planId}/entries`;
    const { text } = await at.driver.request('GET', path, { token: officer });
    expect(text).toContain('authority-answers/');
    const answer = JSON.stringify(await at.deliver('2026-10-01', open));
    for (const told of [text, at.gateway.log(), answer, JSON.stringify(await at.plan())])
      for (const secret of [CHILD, MOTHER, FATHER, 'geheime reden'])
        expect(told).not.toContain(secret);
  });
});
