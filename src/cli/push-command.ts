import { readFile } from 'node:fs/promises';
import type { PushAnswer } from '../flows/flows.ts';
import type { GatewayClient } from './gateway-client.ts';
import { mediaTypeOf } from './media-type.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface PushOptions {
  readonly adapter: string;
  readonly file: string;
  readonly mediaType?: string | undefined;
  /** A repeat under the same key gets the first answer. */
  readonly key?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** This is everything about those whose files are in it. */
  readonly complete?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Pushes one file in the source's own format and says per fact what became of it. */
export async function pushCommand(
  client: GatewayClient,
  options: PushOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const answer = await push(client, options);
  if (options.json) terminal.print(JSON.stringify(answer, null, 2));
  else for (const line of describePush(answer)) terminal.print(line);
  return answer.accepted.length === 0 && answer.quarantined.length > 0 ? EXIT.refused : EXIT.done;
}

/** @throws UsageError when the file cannot be read, GatewayRefused when nothing of it can */
export async function push(client: GatewayClient, options: PushOptions): Promise<PushAnswer> {
  const { adapter, file, mediaType = mediaTypeOf(file, adapter), key, dryRun, complete } = options;
  const body = await readFile(file).catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
  const { json } = await client.ask({
    method: 'POST',
    path: pushPath(adapter, { dryRun, complete }),
    body,
    mediaType,
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
  return json as PushAnswer;
}

/** The door of an adapter, with what is asked of it. */
export function pushPath(
  adapter: string,
  { dryRun = false, complete = false }: Pick<PushOptions, 'dryRun' | 'complete'>,
): string {
  const asked = [...(dryRun ? ['dry-run=true'] : []), ...(complete ? ['complete=true'] : [])];
  const query = asked.length > 0 ? `?${asked.join('&')}` : '';
  return `/dossiers/${encodeURIComponent(adapter)}${query}`;
}

/** What became of a push or of a replay, in lines. */
export function describePush(answer: PushAnswer): string[] {
  const { accepted, quarantined, changed, withdrawn, mapping, dryRun, ignored } = answer;
  return [
    `${dryRun ? 'Nothing was stored (dry run). ' : ''}Read with ${mapping}:`,
    `  accepted     ${accepted.length} facts`,
    ...tally(accepted.map((fact) => fact.resource)).map(([type, n]) => `    ${n} × ${type}`),
    ...describeUnclassified(answer),
    `  changed      ${changed} facts that are new, other or gone${dryRun ? ', had it been stored' : ''}`,
    ...(withdrawn > 0 ? [`  withdrawn    ${withdrawn} dossiers`] : []),
    ...describeComplete(answer),
    ...(ignored ? [`  no content   ${ignored.length} places of the file (listed by --json)`] : []),
    `  quarantined  ${quarantined.length}`,
    ...quarantined.map(({ place, code, text }) => `    ${place || '/'}  ${code}: ${text}`),
    ...describeKept(answer),
  ];
}

function describeKept({ superseded = [], kept, delivery }: PushAnswer): string[] {
  return [
    ...(superseded.length === 0
      ? []
      : [
          `  superseded   ${superseded.length} places of which later deliveries speak`,
          ...superseded.map((place) => `    ${place}`),
        ]),
    ...(kept ? [`  kept         planpoort quarantine show ${delivery}`] : []),
  ];
}

function describeComplete({ complete }: PushAnswer): string[] {
  if (!complete) return [];
  if (complete.applied)
    return [`  left out     ${complete.leftOut} facts, withdrawn because they are not in it`];
  return [
    '  not complete: a part could not be read that may be about anybody, so nothing else went',
  ];
}

/** What nobody but the source will ever get: mostly a field that the mapping forgot. */
function describeUnclassified({ accepted }: PushAnswer): string[] {
  const places = accepted
    .filter(({ labels }) => labels.includes('unclassified'))
    .map((fact) => `    ${fact.places.join(', ')}`);
  if (places.length === 0) return [];
  return [`  unclassified ${places.length} of these: only you will ever see them`, ...places];
}

function tally(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort();
}
