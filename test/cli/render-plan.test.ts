import { describe, expect, test } from '@jest/globals';
import { noticeLines, renderPlan } from '../../src/cli/render-plan.ts';

const BUNDLE = {
  resourceType: 'Bundle',
  entry: [
    {
      resource: {
        resourceType: 'Patient',
        id: 'p1',
        name: [{ family: 'Tromp', given: ['Zoë'] }],
        birthDate: '2012-06-30',
      },
    },
    {
      resource: {
        resourceType: 'Goal',
        id: 'g1',
        meta: { tag: [{ code: 'never shown' }] },
        subject: { reference: 'Patient/p1' },
        _description: { extension: [{ valueCode: 'masked' }] },
        target: [{ dueDate: '2026-04-01', detailString: 'minder verzuim' }],
      },
    },
    {
      resource: {
        resourceType: 'OperationOutcome',
        issue: [{ details: { text: 'Gezondheid: vraag het de zorgcoördinator.' } }],
      },
    },
  ],
};

describe('a released plan on a terminal', () => {
  const lines = renderPlan(BUNDLE);

  test('shows values under their resource, and people by name where a name was released', () => {
    expect(lines).toContain('Patient Zoë Tromp');
    expect(lines).toContain('  birthDate: 2012-06-30');
    expect(lines).toContain('  subject: Zoë Tromp');
    expect(lines).toContain('  target: 2026-04-01 minder verzuim');
  });

  test('says what is not shown, and gives the notice', () => {
    expect(lines).toContain('  description: (not shown to you)');
    expect(lines.slice(-2)).toEqual(['Notice', '  Gezondheid: vraag het de zorgcoördinator.']);
    expect(lines.join('\n')).not.toContain('never shown');
  });

  test('says the same of several categories once', () => {
    const issue = ['a: ask.', 'b: never.', 'c: ask.', 'Nothing'].map((text) => ({
      details: { text },
    }));
    expect(noticeLines({ resourceType: 'OperationOutcome', issue })).toEqual([
      '  a, c: ask.',
      '  b: never.',
      '  Nothing',
    ]);
  });

  test('gives the notice in English where that is beside the Dutch', () => {
    const translation = {
      url: 'http://hl7.org/fhir/StructureDefinition/translation',
      extension: [
        { url: 'lang', valueCode: 'en' },
        { url: 'content', valueString: 'Health: ask the coordinator.' },
      ],
    };
    const details = { text: 'Gezondheid: vraag.', _text: { extension: [translation] } };
    const outcome = { resourceType: 'OperationOutcome', issue: [{ details }] };
    expect(renderPlan({ resourceType: 'Bundle', entry: [{ resource: outcome }] })).toEqual([
      '',
      'Notice',
      '  Health: ask the coordinator.',
    ]);
  });

  test.each([[undefined], [{}], [{ entry: 'x' }], [[]]])('of %j shows nothing', (bundle) => {
    expect(renderPlan(bundle)).toEqual([]);
  });
});

test('a value with lines of its own stays on its line', () => {
  const text = 'kamer opruimen\n  (from gemeente)\r\nNotice';
  const resource = { resourceType: 'Goal', description: { text } };
  expect(renderPlan({ entry: [{ resource }] })).toEqual([
    '',
    'Goal',
    '  description: kamer opruimen ↵ (from gemeente) ↵ Notice',
  ]);
});
