import { describe, expect, test } from '@jest/globals';
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import {
  everythingBundle,
  foundPatients,
  planOfId,
  readResource,
} from '../../src/release/bundles.ts';
import { noticeOutcome, notFound } from '../../src/release/notice-outcome.ts';
import { release } from '../../src/release/release.ts';
import { meetsDate, parseDateCriterion } from '../../src/release/search/date-criterion.ts';
import { searchReleased } from '../../src/release/search/search-released.ts';
import { householdFacts } from './support/household-facts.ts';
import { largeHousehold } from './support/large-household.ts';
import { r4Errors } from './support/r4-definitions.ts';
import { inputOf, keyed, NOTICE } from './support/release-inputs.ts';

const BASE = 'https://gate.example/fhir';
const FACTS = householdFacts();
const PLAN = release(
  inputOf(
    FACTS,
    FACTS.map(({ id }) => id),
  ),
);
const NOTHING = release(inputOf(FACTS, []));
const seal = keyed('recipient key');

function ask(type: string, search: string, plan = PLAN) {
  const parameters = [...new URLSearchParams(search)];
  return searchReleased([plan], { type, parameters, base: BASE, seal });
}

function bundle(type: string, search: string, plan = PLAN): Bundle {
  const answer = ask(type, search, plan);
  if (!('resource' in answer)) throw new Error(JSON.stringify(answer.issues));
  expect(r4Errors(answer.resource)).toEqual([]);
  return answer.resource as Bundle;
}

function inMode({ entry }: Bundle, mode: string): Resource[] {
  return entry?.flatMap((one) => (one.search?.mode === mode ? (one.resource ?? []) : [])) ?? [];
}

const found = (type: string, search: string) => inMode(bundle(type, search), 'match');

describe('search on the released view', () => {
  test.each([
    ['Goal', '', 3],
    ['Goal', 'subject=Patient/plan1.daan', 1],
    ['Goal', 'patient=plan1.daan', 1],
    ['Goal', `subject=${BASE}/Patient/plan1.daan`, 1],
    ['Goal', 'status=active', 2],
    ['Goal', 'lifecycle-status=completed,active', 2],
    ['Goal', 'status=active&patient=plan1.noor', 0],
    [
      'Condition',
      'clinical-status=http://terminology.hl7.org/CodeSystem/condition-clinical|resolved',
      1,
    ],
    ['Condition', 'clinical-status=|resolved', 0],
    ['Condition', 'code=http://snomed.info/sct|', 1],
    ['Patient', 'identifier=http://fhir.nl/fhir/NamingSystem/bsn|999904024', 1],
    ['Patient', 'identifier=999904024', 1],
    ['Patient', '_id=plan1.daan,plan1.noor', 2],
    ['CarePlan', 'patient=Patient/plan1.samira', 1],
    ['CarePlan', 'category=household-plan', 1],
    ['Group', 'member=Patient/plan1.daan', 1],
    ['Observation', '_lastUpdated=lt2020-01-01', 0],
    ['Observation', '_lastUpdated=ge2020', 2],
  ])('%s?%s', (type, search, count) => {
    expect(found(type, search).filter((one) => one.resourceType === type)).toHaveLength(count);
    expect(bundle(type, search).total).toBe(count);
  });

  test('a withheld identifier finds nobody', () => {
    const bsn = FACTS.filter(({ labels }) => labels.includes('identity.bsn'));
    const rest = FACTS.filter((fact) => !bsn.includes(fact)).map(({ id }) => id);
    const plan = release(inputOf(FACTS, rest));
    expect(inMode(bundle('Patient', 'identifier=999904024', plan), 'match')).toEqual([]);
  });

  test.each([
    ['Goal', 'text=x', 'unknown-parameter', 'text'],
    ['Goal', 'subject:Patient=x', 'modifier-not-supported', 'subject:Patient'],
    ['Goal', 'subject.name=x', 'modifier-not-supported', ''],
    ['Goal', '_has:Task:focus:x=1', 'modifier-not-supported', ''],
    ['Goal', '_sort=description', 'unknown-parameter', '_sort'],
    ['Goal', '_count=-1', 'invalid-value', '_count'],
    ['Goal', '_lastUpdated=soon', 'invalid-value', '_lastUpdated'],
    ['Goal', '_cursor=abc', 'invalid-cursor', '_cursor'],
    ['Goal', '_include=Goal:note', 'invalid-value', '_include'],
    ['Goal', 'status=', 'invalid-value', 'status'],
    ['Goal', 'toString=x', 'unknown-parameter', 'toString'],
    ['Basic', '', 'not-searchable', ''],
  ])('%s?%s is refused, whatever the plan holds', (type, search, code, parameter) => {
    expect(ask(type, search)).toEqual({ issues: [{ code, parameter }] });
    expect(ask(type, search, NOTHING)).toEqual(ask(type, search));
  });

  test('what comes along is released and counted apart', () => {
    const one = bundle('CarePlan', '_include=CarePlan:goal&_revinclude=Provenance:target');
    const kinds = inMode(one, 'include').map(({ resourceType }) => resourceType);
    expect(kinds.filter((kind) => kind === 'Goal')).toHaveLength(3);
    expect(kinds).toContain('Provenance');
    expect(one.total).toBe(1);
  });

  test('_elements keeps what R4 requires and says that it is a part', () => {
    const [goal] = found('Goal', '_elements=target&_id=' + found('Goal', '')[0]!.id!);
    const names = Object.keys(goal!).map((name) => name.replace('_', ''));
    expect(new Set(names)).toEqual(
      new Set([
        ...names,
        'resourceType',
        'id',
        'meta',
        'lifecycleStatus',
        'description',
        'subject',
      ]),
    );
    expect(names).not.toContain('addresses');
    expect(goal!.meta?.tag?.at(-1)?.code).toBe('SUBSETTED');
  });

  test('identifiers of people stand in no link', () => {
    expect(JSON.stringify(bundle('Patient', 'identifier=999904024').link)).not.toContain('9999');
  });
});

describe('paging', () => {
  const facts = largeHousehold(30);
  const plan = release(
    inputOf(
      facts,
      facts.map(({ id }) => id),
    ),
  );
  const next = ({ link }: Bundle) => link?.find(({ relation }) => relation === 'next')?.url;

  test('pages are full, complete and in order, with an opaque cursor', () => {
    const seen: string[] = [];
    let search = '_count=4';
    for (;;) {
      const page = bundle('Goal', search, plan);
      const ids = inMode(page, 'match').map(({ id }) => id ?? '');
      seen.push(...ids);
      const url = next(page);
      expect(page.total).toBe(10);
      if (url === undefined) break;
      expect(ids).toHaveLength(4);
      search = new URL(url).search;
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toHaveLength(10);
  });

  test('a cursor is of one search and one recipient', () => {
    const cursor = new URL(next(bundle('Goal', '_count=4', plan))!).searchParams.get('_cursor')!;
    const refused = { issues: [{ code: 'invalid-cursor', parameter: '_cursor' }] };
    expect(ask('Goal', `_count=5&_cursor=${cursor}`, plan)).toEqual(refused);
    expect(ask('Task', `_count=4&_cursor=${cursor}`, plan)).toEqual(refused);
    const parameters = [...new URLSearchParams(`_count=4&_cursor=${cursor}`)];
    const stranger = { type: 'Goal', parameters, base: BASE, seal: keyed('other') };
    expect(searchReleased([plan], stranger)).toEqual(refused);
  });

  test('_count=0 counts only, _total=none does not count', () => {
    const none = bundle('Goal', '_count=0', plan);
    expect([none.total, inMode(none, 'match'), next(none)]).toEqual([10, [], undefined]);
    expect(bundle('Goal', '_total=none', plan).total).toBeUndefined();
  });
});

describe('reading', () => {
  test('a resource carries its validators', () => {
    const answer = readResource(PLAN, 'Patient', 'plan1.daan');
    expect(answer.etag).toBe(`W/"${answer.resource.meta?.versionId ?? ''}"`);
    expect(Date.parse(answer.lastModified ?? '')).not.toBeNaN();
    expect(planOfId(answer.resource.id ?? '')).toBe('plan1');
  });

  test('what is not visible answers as what does not exist', () => {
    const bytes = JSON.stringify(notFound(NOTICE));
    for (const answer of [
      readResource(PLAN, 'Patient', 'plan1.nobody'),
      readResource(PLAN, 'Goal', 'plan1.daan'),
      everythingBundle(NOTHING, BASE),
      ask('Goal', '', NOTHING),
    ]) {
      expect(JSON.stringify(answer)).toBe(bytes);
    }
  });

  test('everything comes with the notice, the CarePlan first', () => {
    const all = everythingBundle(PLAN, BASE).resource as Bundle;
    expect(all.entry?.[0]?.resource?.resourceType).toBe('CarePlan');
    expect(inMode(all, 'outcome')).toEqual([noticeOutcome(NOTICE)]);
    expect(all.total).toBe(PLAN.resources.length);
  });

  test('found patients are those who matched and are visible', () => {
    const members = ['daan', 'unknown'];
    const answer = foundPatients([{ released: PLAN, members }], { base: BASE, notice: NOTICE });
    expect(inMode(answer.resource as Bundle, 'match').map(({ id }) => id)).toEqual(['plan1.daan']);
  });

  test('the notice speaks in codes, Dutch and English, in a fixed order', () => {
    const outcome: OperationOutcome = noticeOutcome(new Map([...NOTICE].reverse()));
    expect(outcome).toEqual(noticeOutcome(NOTICE));
    expect(r4Errors(outcome)).toEqual([]);
    const [first] = outcome.issue;
    expect(first?.code).toBe('suppressed');
    expect(first?.details?.coding?.map(({ code }) => code)).toEqual([
      'client-may-allow',
      'domain.addiction',
    ]);
    expect(first?.details?.text).toMatch(/toestemming/);
    expect(JSON.stringify(first)).toMatch(/consent/);
    expect(noticeOutcome(new Map()).issue).toHaveLength(1);
  });
});

describe('dates in a search', () => {
  test('a date covers its whole year, month, day, minute or second', () => {
    const at = Date.UTC(2026, 9, 5, 10, 30, 15);
    const holds = (text: string) => meetsDate(at, parseDateCriterion(text)!);
    for (const text of [
      '2026',
      '2026-10',
      '2026-10-05',
      '2026-10-05T12:30+02:00',
      'le2026-10-05',
    ]) {
      expect([text, holds(text)]).toEqual([text, true]);
    }
    for (const text of [
      'ne2026',
      'gt2026-10-05',
      'lt2026-10-05',
      'sa2026-10',
      'eb2026-10-05T10:30Z',
    ]) {
      expect([text, holds(text)]).toEqual([text, false]);
    }
    expect(parseDateCriterion('2026-13')).toBeUndefined();
  });

  test('before, in or after: exactly one', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.nat(40_000), (date, days) => {
        const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
        const where = ['lt', 'eq', 'gt'].filter((prefix) =>
          meetsDate(date.getTime(), parseDateCriterion(prefix + text)!),
        );
        expect(where).toHaveLength(1);
      }),
    );
  });
});
