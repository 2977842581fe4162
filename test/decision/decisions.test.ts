import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/decision/decide.ts';
import type { Verdict } from '../../src/decision/decision.ts';
import { readCaseFile } from '../support/case-file.ts';
import type { DecisionCase, ExpectedFact } from '../support/case-file.ts';
import { plainPolicyTable } from '../support/plain-policy-table.ts';
import { referenceDecision } from '../support/reference-decision.ts';
import type { ReferenceVerdict } from '../support/reference-decision.ts';

const FOLDER = 'test/decisions';

/** A verdict in the form of the reference. */
function withBases({ reason, pairs }: Verdict): ReferenceVerdict {
  return { reason, bases: reason === 'permitted' ? pairs.map(({ basis }) => basis!) : [] };
}

/** What is asked of each fact, in the words of the case: a reason, or reason, basis and rule. */
function seen(verdict: Verdict | undefined, expected: ExpectedFact): ExpectedFact | undefined {
  if (typeof expected === 'string' || !verdict) return verdict?.reason;
  const [first] = verdict.pairs;
  return {
    reason: verdict.reason,
    ...('basis' in expected ? { basis: first?.basis ?? 'none' } : {}),
    ...('rule' in expected ? { rule: first?.rule ?? 'none' } : {}),
  };
}

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')))('%s', (name) => {
  const cases = readCaseFile(join(FOLDER, name)).map((one): [string, DecisionCase] => [
    one.title,
    one,
  ]);

  test.each(cases)('%s', (_title, one) => {
    const inputs = { ...one, policy: plainPolicyTable(one.rows) };
    const decision = decide(one.question, inputs, one.facts);
    expect(decision.refused).toBe(one.refused);
    if (decision.refused !== null) return;
    const expected = Object.entries(one.expect);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.map(([id, wanted]) => [id, seen(decision.verdicts.get(id), wanted)])).toEqual(
      expected,
    );
    for (const [id, { permitted }] of decision.verdicts)
      expect(decision.permit.permits(id)).toBe(permitted);
  });

  test.each(cases)('the reference agrees: %s', (_title, one) => {
    const decision = decide(
      one.question,
      { ...one, policy: plainPolicyTable(one.rows) },
      one.facts,
    );
    const reference = referenceDecision(one.question, one, one.facts);
    if (decision.refused !== null) expect(reference).toBe(decision.refused);
    else
      expect(reference).toEqual(
        new Map([...decision.verdicts].map(([id, verdict]) => [id, withBases(verdict)])),
      );
  });
});
