import { readFile } from 'node:fs/promises';
import type { PolicyVersion } from '../flows/flows.ts';
import type { GatewayClient } from './gateway-client.ts';
import type { Launcher } from './launcher.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Checks a policy file on this machine; nothing is sent. */
export async function checkPolicyCommand(
  file: string,
  launcher: Launcher,
  terminal: Terminal,
): Promise<ExitCode> {
  const { faults, rules, version } = await launcher.checkPolicy(await readPolicy(file));
  for (const fault of faults) terminal.complain(`${file}, ${fault}`);
  if (faults.length === 0) terminal.print(`${file}: ${rules} rules, version ${version}`);
  return faults.length === 0 ? EXIT.done : EXIT.refused;
}

/** All versions that were ever submitted. */
export async function listPolicies(client: GatewayClient): Promise<readonly PolicyVersion[]> {
  const { json } = await client.ask({ path: '/v1/policies' });
  return (json as { readonly policies: readonly PolicyVersion[] }).policies;
}

/** Submits a version; somebody else must approve it. */
export async function submitPolicy(client: GatewayClient, file: string): Promise<PolicyVersion> {
  const body = await readPolicy(file);
  const request = { method: 'POST', path: '/v1/policies', body, mediaType: 'text/csv' } as const;
  return (await client.ask(request)).json as PolicyVersion;
}

/** Moves a version one step on in its life. */
export async function movePolicy(
  client: GatewayClient,
  version: string,
  step: 'approval' | 'activation',
): Promise<PolicyVersion> {
  const path = `/v1/policies/${encodeURIComponent(version)}/${step}`;
  return (await client.ask({ method: 'POST', path })).json as PolicyVersion;
}

/** One line about a version. */
export function describePolicy({ version, state, author, approver, rules }: PolicyVersion): string {
  const approved = approver === undefined ? '' : `, approved by ${approver}`;
  return `${version}  ${state}, ${rules} rules, submitted by ${author}${approved}`;
}

async function readPolicy(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
}
