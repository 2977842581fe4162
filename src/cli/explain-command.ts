import type { Explanation } from '../flows/flows.ts';
import type { GatewayClient } from './gateway-client.ts';
import { renderExplanation } from './render-explanation.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

export interface ExplainOptions {
  readonly plan: string;
  readonly seq: string;
  readonly facts?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Explains one decision of the past, for an officer.
 * @returns `refused` when deciding again from the record does not give what the record says
 */
export async function explainCommand(
  client: GatewayClient,
  { plan, seq, facts, json }: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const [planId, entry] = [encodeURIComponent(plan), encodeURIComponent(seq)];
  const answer = await client.ask({ path: `/v1/plans/${planId}/entries/${entry}/explanation` });
  const explanation = answer.json as Explanation;
  if (json) terminal.print(JSON.stringify(explanation, null, 2));
  else for (const line of renderExplanation(explanation, facts)) terminal.print(line);
  return explanation.consistent ? EXIT.done : EXIT.refused;
}
