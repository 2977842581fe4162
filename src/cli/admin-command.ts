import { readFile } from 'node:fs/promises';
import { readJsonFile } from './apply.ts';
import type { GatewayClient, GatewayRequest } from './gateway-client.ts';
import { GatewayRefused } from './gateway-faults.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** Sends one request to any door and prints the answer: what has no command of its own. */
export async function adminCommand(
  client: GatewayClient,
  asked: {
    readonly method: string;
    readonly path: string;
    readonly file?: string | undefined;
    readonly key?: string | undefined;
  },
  terminal: Terminal,
): Promise<ExitCode> {
  const method = METHODS.find((known) => known === asked.method.toUpperCase());
  if (!method) throw new UsageError(`use one of ${METHODS.join(', ')}`);
  if (!asked.path.startsWith('/')) throw new UsageError('a path starts with a slash');
  const request: GatewayRequest = { method, path: asked.path, ...(await bodyOf(asked.file)) };
  const headers = asked.key === undefined ? {} : { headers: { 'idempotency-key': asked.key } };
  const { text, json } = await client
    .ask({ ...request, ...headers })
    .catch((error: unknown) => Promise.reject(withoutFile(error, asked.file)));
  terminal.print(json === undefined ? text : JSON.stringify(json, null, 2));
  return EXIT.done;
}

const NO_MEDIA_TYPE = 415;

/** A door that takes a body can only say that it got none. */
function withoutFile(error: unknown, file: string | undefined): Error {
  if (error instanceof GatewayRefused && error.status === NO_MEDIA_TYPE && file === undefined) {
    const hint = 'No FILE was given, and this door takes one: name it behind the path.';
    return new GatewayRefused(error.status, [hint]);
  }
  return error instanceof Error ? error : new Error('the request failed');
}

async function bodyOf(
  file: string | undefined,
): Promise<Pick<GatewayRequest, 'body' | 'mediaType'>> {
  if (file === undefined) return {};
  if (file.endsWith('.csv')) return { body: await readFile(file, 'utf8'), mediaType: 'text/csv' };
  return { body: await readJsonFile(file) };
}
