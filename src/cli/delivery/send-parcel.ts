import { createHash } from 'node:crypto';
import type { PushAnswer } from '../../flows/flows.ts';
import type { GatewayAnswer, GatewayClient } from '../gateway-client.ts';
import type { Parcel } from './parcel.ts';
import { pushPath } from '../push-command.ts';
import { faultsIn, GatewayRefused, GatewayUnreachable } from '../gateway-faults.ts';

/** How one request of a delivery ended. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: PushAnswer }
  | { readonly kind: 'refused'; readonly status: number; readonly faults: readonly string[] }
  | { readonly kind: 'unanswered'; readonly faults: readonly string[] };

export interface Sending {
  readonly client: GatewayClient;
  readonly adapter: string;
  readonly complete: boolean;
  readonly dryRun: boolean;
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** The gateway, or what stands in front of it, asks to come back, or did not answer. */
const COME_BACK: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const ATTEMPTS = 7;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/** A key that this content has in this delivery only: a repeat gets the first answer again. */
export function keyOf(
  run: string,
  { adapter, files, complete }: Pick<Sending, 'adapter' | 'complete'> & Pick<Parcel, 'files'>,
  body: Uint8Array,
): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([run, adapter, files, complete]))
    .update(body);
  return hash.digest('base64url');
}

/** Sends one request, and again while the gateway asks to come back or does not answer. */
export async function sendParcel(
  sending: Sending,
  sent: { readonly body: Uint8Array; readonly mediaType: string; readonly key: string },
): Promise<Outcome> {
  let last: Outcome = { kind: 'unanswered', faults: [] };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answer = await tryOnce(sending, sent);
    if (answer && !COME_BACK.has(answer.status)) return outcomeOf(answer);
    last = { kind: 'unanswered', faults: answer ? faultsIn(answer.json) : [] };
    if (attempt < ATTEMPTS - 1) await sending.pause(pauseBefore(attempt, answer));
  }
  return last;
}

async function tryOnce(
  { client, adapter, complete, dryRun }: Sending,
  { body, mediaType, key }: { body: Uint8Array; mediaType: string; key: string },
): Promise<GatewayAnswer | undefined> {
  try {
    return await client.send({
      method: 'POST',
      path: pushPath(adapter, { dryRun, complete }),
      body,
      mediaType,
      headers: { 'idempotency-key': key },
    });
  } catch (error) {
    // The token endpoint may ask to come back as well.
    const comeBack = error instanceof GatewayRefused && COME_BACK.has(error.status);
    if (comeBack || error instanceof GatewayUnreachable) return undefined;
    throw error;
  }
}

function outcomeOf({ status, json }: GatewayAnswer): Outcome {
  if (status === 200) return { kind: 'answered', answer: json as PushAnswer };
  const faults = faultsIn(json);
  return status >= 500 ? { kind: 'unanswered', faults } : { kind: 'refused', status, faults };
}

/** As long as the gateway asks, else twice as long each time; never all senders at once. */
function pauseBefore(attempt: number, answer: GatewayAnswer | undefined): number {
  const asked = Number(answer?.headers.get('retry-after') ?? 0) * 1000;
  const own = FIRST_PAUSE_MS * 2 ** attempt * (0.75 + Math.random() / 2);
  return Math.min(LONGEST_PAUSE_MS, Math.max(own, Number.isFinite(asked) ? asked : 0));
}
