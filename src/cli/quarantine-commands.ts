import { readFile } from 'node:fs/promises';
import type {
  HeldDetail,
  HeldList,
  QuarantineFilter,
  ReplayedDelivery,
  ReplayRun,
} from '../flows/quarantine/quarantine-flows.ts';
import type { PushAnswer } from '../flows/push-flow.ts';
import type { GatewayClient, GatewayRequest } from './gateway-client.ts';
import { describePush } from './push-command.ts';
import { describeDetail, describeList, describeRun } from './render-quarantine.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What every command about held deliveries can be told. */
export type QuarantineOptions = {
  readonly [name in keyof QuarantineFilter]?: string | undefined;
} & {
  readonly key?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
};

/** What is held back, by what would repair it. */
export async function listHeld(
  client: GatewayClient,
  options: QuarantineOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const lists: HeldList[] = [];
  for await (const page of pagesOf<HeldList>(client, { path: '/v1/quarantine' }, options))
    lists.push(page);
  const list = { reasons: lists[0]?.reasons ?? [], deliveries: lists.flatMap((l) => l.deliveries) };
  say(terminal, options, list, describeList(list));
  return EXIT.done;
}

/** Where and why something of one delivery was held back. */
export async function showHeld(
  client: GatewayClient,
  delivery: string,
  { options, terminal }: { options: QuarantineOptions; terminal: Terminal },
): Promise<ExitCode> {
  const { json } = await client.ask({ path: `/v1/quarantine/${encodeURIComponent(delivery)}` });
  const detail = json as HeldDetail;
  say(terminal, options, detail, describeDetail(detail));
  return EXIT.done;
}

/**
 * Reads one delivery again, or all that may be repaired.
 * @returns `refused` when something of it is still held back
 */
export async function replayHeld(
  client: GatewayClient,
  delivery: string | undefined,
  { options, terminal }: { options: QuarantineOptions; terminal: Terminal },
): Promise<ExitCode> {
  if (delivery === undefined) {
    const request = { method: 'POST', path: '/v1/quarantine/replay' } as const;
    return replaySeveral(client, request, { options, terminal });
  }
  const { json } = await client.ask({
    method: 'POST',
    path: `/v1/quarantine/${encodeURIComponent(delivery)}/replay${query({ 'dry-run': dry(options) })}`,
    ...withKey(options.key),
  });
  const answer = json as PushAnswer;
  say(terminal, options, answer, describePush(answer));
  return answer.quarantined.length === 0 ? EXIT.done : EXIT.refused;
}

/** What a mapping file would repair of what is held back; nothing is registered. */
export async function rehearseMapping(
  client: GatewayClient,
  file: string,
  { options, terminal }: { options: QuarantineOptions; terminal: Terminal },
): Promise<ExitCode> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
  const request: GatewayRequest = {
    method: 'POST',
    path: '/v1/quarantine/rehearsal',
    body: text,
    mediaType: 'application/json',
  };
  return replaySeveral(client, request, { options, terminal });
}

async function replaySeveral(
  client: GatewayClient,
  request: GatewayRequest,
  { options, terminal }: { options: QuarantineOptions; terminal: Terminal },
): Promise<ExitCode> {
  const replayed: ReplayedDelivery[] = [];
  for await (const page of pagesOf<ReplayRun>(client, request, options))
    replayed.push(...page.deliveries);
  const dryRun = request.path.endsWith('rehearsal') || options.dryRun === true;
  const run = { dryRun, deliveries: replayed };
  say(terminal, options, run, describeRun(run));
  return replayed.every(({ outcome }) => outcome === 'repaired') ? EXIT.done : EXIT.refused;
}

/** Discards one held delivery, or everything with the key under which it is sealed. */
export async function discardHeld(
  client: GatewayClient,
  { delivery, key }: { delivery: string | undefined; key: string | undefined },
  terminal: Terminal,
): Promise<ExitCode> {
  const one = delivery === undefined ? '' : `/${encodeURIComponent(delivery)}`;
  const path = `/v1/quarantine${one}`;
  const { json } = await client.ask({ method: 'DELETE', path, ...withKey(key) });
  const { discarded } = json as { readonly discarded: number };
  terminal.print(`${discarded} held deliveries were discarded.`);
  return EXIT.done;
}

/** Asks on until there is nothing after what was answered. */
async function* pagesOf<Page extends { readonly next?: string }>(
  client: GatewayClient,
  request: GatewayRequest,
  options: QuarantineOptions,
): AsyncGenerator<Page> {
  let after = options.after;
  do {
    const { code, adapter, mapping, key } = options;
    const dryRun = request.path.endsWith('/replay') ? dry(options) : undefined;
    const path = `${request.path}${query({ code, adapter, mapping, after, 'dry-run': dryRun })}`;
    // Each page is a request of its own, and so has a key of its own.
    const { json } = await client.ask({
      ...request,
      path,
      ...withKey(key && `${key}.${after ?? ''}`),
    });
    const page = json as Page;
    yield page;
    after = page.next;
  } while (after !== undefined);
}

function dry({ dryRun }: QuarantineOptions): string | undefined {
  return dryRun ? 'true' : undefined;
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const said = Object.entries(parameters).filter((entry): entry is [string, string] => !!entry[1]);
  return said.length === 0 ? '' : `?${new URLSearchParams(said).toString().replaceAll('+', '%20')}`;
}

function withKey(key: string | undefined): Pick<GatewayRequest, 'headers'> {
  return key ? { headers: { 'idempotency-key': key } } : {};
}

function say(
  terminal: Terminal,
  { json }: QuarantineOptions,
  document: unknown,
  lines: readonly string[],
): void {
  if (json) terminal.print(JSON.stringify(document, null, 2));
  else for (const line of lines) terminal.print(line);
}
