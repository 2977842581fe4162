import { expect, test } from '@jest/globals';
import { adminCommand } from '../../src/cli/admin-command.ts';
import type { GatewayClient } from '../../src/cli/gateway-client.ts';
import { GatewayRefused } from '../../src/cli/gateway-faults.ts';
import { renderExplanation } from '../../src/cli/render-explanation.ts';
import type { ExplainedFact, Explanation } from '../../src/flows/flows.ts';

const pair = (allowedBy: string[], deniedBy: string[]): ExplainedFact['pairs'][number] => ({
  subject: 'm1',
  label: 'plan.goals',
  reason: allowedBy.length > 0 ? 'permitted' : 'no-rule',
  tried: [
    {
      basis: 'public-task',
      reason: 'permitted',
      applied: [],
      allowedBy,
      deniedBy,
      nearMisses:
        allowedBy.length > 0 ? [] : [{ rule: 'B08', reason: 'consent-needed', failed: [] }],
    },
  ],
  consents: [],
});
const fact = (place: string, change: Partial<ExplainedFact> = {}): ExplainedFact => ({
  source: 'school',
  places: [place, `${place}/b`],
  labels: ['plan.goals'],
  subjects: ['m1'],
  permitted: true,
  reason: 'permitted',
  blocks: [],
  pairs: [pair(['B06'], [])],
  ...change,
});
const explanation: Explanation = {
  plan: 'p1',
  seq: 7,
  entry: {
    kind: 'release',
    outcome: 'permitted',
    instant: '2026-05-01T12:00:00.000Z',
    act: 'read',
    purpose: 'plan-execution',
    policyVersion: '0123456789abcdef',
    actor: { organisation: 'wijkteam', role: 'care-coordinator' },
  },
  refused: null,
  facts: [
    fact('/0/a'),
    fact('/1/a'),
    fact('/2/a', { permitted: false, reason: 'denied-by-rule', pairs: [pair([], ['D11'])] }),
    fact('/3/a', { permitted: false, reason: 'no-rule', pairs: [pair([], [])] }),
  ],
  consistent: true,
};

test('an explanation stands on one screen: like facts with like reasons are one line', () => {
  expect(renderExplanation(explanation).join('\n'))
    .toBe(`Entry 7 of plan p1: release, permitted, 2026-05-01T12:00:00.000Z
  asked by wijkteam, care-coordinator, plan-execution, read
  under policy 0123456789ab
  Decided again from the record: the same facts.

Released: 2 of 4 facts
    2  plan.goals                                   permitted, by B06

Withheld: 2
    1  plan.goals                                   denied by a rule, by D11
    1  plan.goals                                   no rule, nearest B08 (consent-needed)

--facts shows every fact by its place, --json every rule that was tried.`);
});

test('every fact, by its place in the source, on demand', () => {
  expect(renderExplanation(explanation, true)).toContain(
    '  withheld  school /2/a (and 1 more): plan.goals; denied by a rule, by D11',
  );
});

test('says it loudly when deciding again gives something else', () => {
  const text = renderExplanation({ ...explanation, consistent: false }).join('\n');
  expect(text).toContain('NOT the same facts');
});

test('a door that takes a body and gets none is explained by the missing FILE', async () => {
  const refuse = () => Promise.reject(new GatewayRefused(415, ['Send one of application/json.']));
  const client = { ask: refuse } as unknown as GatewayClient;
  const terminal = { print: () => undefined, complain: () => undefined };
  const asked = { method: 'POST', path: '/v1/plans' };
  await expect(adminCommand(client, asked, terminal)).rejects.toMatchObject({
    status: 415,
    faults: [expect.stringContaining('No FILE was given')],
  });
});
