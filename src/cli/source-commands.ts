import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { SourceRun, SourceStatus } from '../flows/fetch/source-contract.ts';
import { readJsonFile } from './apply.ts';
import type { GatewayClient } from './gateway-client.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const LOOK_EVERY_MS = 500;
const named = z.looseObject({ organisation: z.string().min(1) });

/** Registers the source in a file, under the organisation that it names. */
export async function putSource(client: GatewayClient, file: string): Promise<string> {
  const body = await readJsonFile(file);
  const parsed = named.safeParse(body, { reportInput: false });
  if (!parsed.success) throw new UsageError(`${file} names no organisation`);
  const { organisation } = parsed.data;
  await client.ask({ method: 'PUT', path: pathOf(organisation), body });
  return organisation;
}

/** Every source that is registered, one line each. */
export async function listSources(client: GatewayClient): Promise<readonly string[]> {
  const { json } = await client.ask({ path: '/v1/sources' });
  const { sources } = json as { readonly sources: readonly Listed[] };
  return sources.map(({ organisation, base, everyMinutes, paused }) => {
    const often = everyMinutes === undefined ? 'on demand' : `every ${everyMinutes} minutes`;
    return `${organisation}  ${paused ? 'paused' : often}  ${base}`;
  });
}

interface Listed {
  readonly organisation: string;
  readonly base: string;
  readonly everyMinutes?: number;
  readonly paused: boolean;
}

/** Starts a run. */
export async function startFetch(
  client: GatewayClient,
  organisation: string,
): Promise<SourceStatus> {
  const path = `${pathOf(organisation)}/fetch`;
  return (await client.ask({ method: 'POST', path })).json as SourceStatus;
}

/** How it stands with a source now. */
export async function readFetch(
  client: GatewayClient,
  organisation: string,
): Promise<SourceStatus> {
  return (await client.ask({ path: `${pathOf(organisation)}/fetch` })).json as SourceStatus;
}

/** Waits until nobody asks the source any more. */
export async function fetchEnded(
  client: GatewayClient,
  organisation: string,
): Promise<SourceStatus> {
  for (;;) {
    const status = await readFetch(client, organisation);
    if (status.state !== 'running') return status;
    await sleep(LOOK_EVERY_MS);
  }
}

function pathOf(organisation: string): string {
  return `/v1/sources/${encodeURIComponent(organisation)}`;
}

/** Says how it stands; 1 where a run did not bring everything. */
export function tellStatus(status: SourceStatus, terminal: Terminal): ExitCode {
  for (const line of describeStatus(status)) terminal.print(line);
  return status.run && status.run.faults.length > 0 ? EXIT.refused : EXIT.done;
}

function describeStatus({ organisation, state, next, run }: SourceStatus): string[] {
  const head = `${organisation}  ${state}, next ${next ?? 'when somebody asks'}`;
  return run ? [head, ...describeRun(run)] : [head, '  never asked yet'];
}

function describeRun({ started, ended, outcome, counts, faults }: SourceRun): string[] {
  const { people, fetched, unchanged, gone, accepted, quarantined, withdrawn, changed } = counts;
  return [
    `  ${outcome}: started ${started}${ended === null ? '' : `, ended ${ended}`}`,
    `  people       ${people}: ${fetched} fetched, ${unchanged} unchanged, ${gone} not there`,
    `  accepted     ${accepted} facts`,
    `  quarantined  ${quarantined}`,
    `  withdrawn    ${withdrawn} resources`,
    `  changed      ${changed} facts that are new, other or gone`,
    ...faults.map(({ code, text, people: of }) => `  ${code}${of > 0 ? ` (${of})` : ''}: ${text}`),
  ];
}
