import type { Fact, Json, PlanResourceType } from '../../../src/plan/fact.ts';
import { fact } from './household-facts.ts';

const WORDS = 'Elke dinsdag om half vier bellen, samen de post openen en afspraken nalopen. ';

/** Types with the elements that a source states of them, one fact each. */
const TOLD: readonly (readonly [PlanResourceType, readonly Readonly<Record<string, Json>>[]])[] = [
  [
    'Goal',
    [
      { lifecycleStatus: 'active', subject: { reference: 'member:daan' } },
      { 'description/text': WORDS },
      { 'target/#1': { measure: { text: WORDS }, detailString: WORDS, dueDate: '2027-01-15' } },
      { 'note/#1': { text: WORDS.repeat(3), time: '2026-10-01T10:00:00+02:00' } },
      { 'note/#2': { text: WORDS.repeat(3), time: '2026-10-02T10:00:00+02:00' } },
      { 'category/#1/coding': [{ system: 'https://l.example/domein', code: 'financien' }] },
    ],
  ],
  [
    'Task',
    [
      { status: 'in-progress', intent: 'plan', for: { reference: 'member:samira' } },
      { description: WORDS.repeat(4) },
      { focus: { reference: 'local:Goal/1' } },
      { executionPeriod: { start: '2026-10-01', end: '2027-10-01' } },
      { 'input/#1': { type: { text: 'frequentie' }, valueString: 'wekelijks' } },
      { 'note/#1/text': WORDS.repeat(4) },
    ],
  ],
  [
    'Observation',
    [
      { status: 'final', 'code/text': 'ZRM financiën', subject: { reference: 'member:daan' } },
      { valueInteger: 3, effectiveDateTime: '2026-10-20T15:10:00+02:00' },
      { 'note/#1/text': WORDS.repeat(5) },
      { 'component/#1': { code: { text: 'kennis' }, valueInteger: 2 } },
      { 'component/#2': { code: { text: 'gedrag' }, valueInteger: 3 } },
      { 'category/#1/coding': [{ system: 'https://l.example/domein', code: 'financien' }] },
    ],
  ],
];

/** A household of `count` resources with six facts each, besides its three Patients. */
export function largeHousehold(count: number): Fact[] {
  const facts: Fact[] = [];
  for (let index = 0; index < count; index += 1) {
    const [type, told] = TOLD[index % TOLD.length]!;
    const source = ['org-team', 'org-ggz', 'org-school', 'org-schuld'][index % 4]!;
    for (const elements of told) {
      facts.push(
        fact({
          source,
          type,
          key: String(index),
          labels: ['plan.goals', 'domain.finances'],
          elements,
        }),
      );
    }
  }
  for (const key of ['daan', 'samira', 'noor']) {
    for (const source of ['org-team', 'org-ggz']) {
      const patient: Readonly<Record<string, Json>>[] = [
        { 'name/#1': { family: `van Dalen ${source}`, given: ['Daan'] } },
        { birthDate: '2010-11-14' },
        { 'identifier/#1': { system: 'https://nr.example', value: `${source}${key}` } },
      ];
      for (const elements of patient) {
        const labels = ['identity.name'];
        facts.push(fact({ source, type: 'Patient', key, labels, subjects: [key], elements }));
      }
    }
  }
  return facts;
}
