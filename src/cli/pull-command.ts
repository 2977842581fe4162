import type { GatewayClient } from './gateway-client.ts';
import { faultsIn, GatewayRefused } from './gateway-faults.ts';
import { noticeLines, renderPlan } from './render-plan.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

/** Pulls the released view of one plan for whom the credentials speak. */
export async function pullCommand(
  client: GatewayClient,
  options: { readonly plan: string; readonly json?: boolean | undefined },
  terminal: Terminal,
): Promise<ExitCode> {
  const answer = await client.send({
    path: `/fhir/CarePlan/${encodeURIComponent(carePlanOf(options.plan))}/$everything`,
    accept: 'application/fhir+json',
  });
  if (answer.status === 404) return nothingVisible(answer.json, options, terminal);
  if (answer.status !== 200) throw new GatewayRefused(answer.status, faultsIn(answer.json));
  if (options.json) terminal.print(JSON.stringify(answer.json, null, 2));
  else for (const line of renderPlan(answer.json)) terminal.print(line);
  return EXIT.done;
}

/** The FHIR id of a plan's CarePlan; the plan id that `/v1` uses will do as well. */
function carePlanOf(plan: string): string {
  return plan.endsWith('.plan') ? plan : `${plan}.plan`;
}

/** The same answer for a plan that does not exist and one of which nothing may be seen. */
function nothingVisible(
  outcome: unknown,
  { json }: { readonly json?: boolean | undefined },
  terminal: Terminal,
): ExitCode {
  if (json) terminal.print(JSON.stringify(outcome, null, 2));
  else {
    terminal.complain('There is nothing here that you may see for this purpose.');
    for (const line of noticeLines(outcome)) terminal.complain(line);
  }
  return EXIT.refused;
}
