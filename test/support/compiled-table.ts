import { compilePolicy } from '../../src/policies/compile.ts';
import { parsePolicyRows } from '../../src/policies/parse-rules.ts';
import type { PolicyTable } from '../../src/policies/policy.ts';
import type { PolicyRows } from './plain-policy-table.ts';

/** The rows as the gateway reads and compiles them; a version it refuses is an error here. */
export async function compiledTable(rows: PolicyRows): Promise<PolicyTable> {
  const parsed = parsePolicyRows(rows);
  if (parsed.ok) return compilePolicy(parsed);
  throw new Error(`the policy is refused: ${parsed.issues.map(({ code }) => code).join(', ')}`);
}
