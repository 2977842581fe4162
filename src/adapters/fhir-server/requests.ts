import { setTimeout as sleep } from 'node:timers/promises';
import { parseStrictJson } from '../../wire/strict-json.ts';
import { FetchFault, type FetchFaultCode } from './fetch-fault.ts';
import type { FhirServerSettings } from './fhir-server.ts';
import { isBelow } from './next-link.ts';
import type { SmartToken } from './smart-token.ts';
import type { Reply, Transport } from './transport.ts';

/** A resource that a server answered, strictly read. */
export interface ServerResource extends Record<string, unknown> {
  resourceType: string;
}

/** Waits; ends early when the signal does. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const systemPause: Pause = async (ms, signal) => {
  await sleep(ms, undefined, { signal });
};

/** What requests to one server are made with. */
export interface RequestParts {
  readonly settings: FhirServerSettings;
  readonly signal: AbortSignal;
  readonly transport: Transport;
  readonly token: SmartToken;
  readonly pause: Pause;
}

export interface Question {
  readonly method: string;
  readonly url: string;
  readonly body?: string | undefined;
}

const ATTEMPTS = 4;
/** Each has cost the whole time limit already. */
const ATTEMPTS_AT_TIMEOUT = 2;
const FIRST_WAIT_MS = 1_000;
/** A run does not wait longer than this for a server that asks for patience. */
const LONGEST_WAIT_MS = 60_000;
/** A clock that says less is not set, and years before 1000 are no dates of FHIR. */
const EARLIEST_MS = Date.UTC(2000);
/** However long a server asks for: it must not be able to end a schedule by one header. */
const LONGEST_PAUSE_MS = 24 * 3_600_000;
const ANSWER_LIMITS = { maxDepth: 64, maxNodes: 500_000 };
const FHIR_JSON = /^application\/(?:fhir\+json|json\+fhir|json)\s*(?:;|$)/i;
const FORM = 'application/x-www-form-urlencoded';

/** The server itself said, in FHIR, that this is not there. */
export class NotThere extends FetchFault {
  constructor() {
    super('not-found');
  }
}

/** Requests to one server within one run: authorised, bounded, repeated where that can help. */
export class Requests {
  readonly #parts: RequestParts;
  #serverTime: number | undefined;
  #bytes = 0;

  constructor(parts: RequestParts) {
    this.#parts = parts;
  }

  /** The server's clock at its last answer, in milliseconds. */
  get serverTime(): number | undefined {
    return this.#serverTime;
  }

  /** Begins to count answers anew: another person. */
  countAnew(): void {
    this.#bytes = 0;
  }

  /** @throws FetchFault */
  async ask(question: Question): Promise<ServerResource> {
    const { settings, signal, pause } = this.#parts;
    // Every address, whoever made it: nothing leaves the registered base.
    if (!isBelow(new URL(question.url), settings.base)) throw new FetchFault('link-elsewhere');
    let waitMs = FIRST_WAIT_MS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return resourceOf(await this.#send(question));
      } catch (error) {
        if (!(error instanceof FetchFault) || !PASSING.has(error.code)) throw error;
        const asked = error.waitMs ?? waitMs;
        const most = error.code === 'timeout' ? ATTEMPTS_AT_TIMEOUT : ATTEMPTS;
        if (attempt >= most || asked > LONGEST_WAIT_MS) throw error;
        await pause(asked, signal).catch(() => {
          throw new FetchFault('stopped');
        });
        waitMs *= 2;
      }
    }
  }

  /** One attempt; a token that is not taken is renewed once. */
  async #send(question: Question): Promise<Reply> {
    const first = await this.#sendOnce(question);
    if (first.status !== 401) return first;
    this.#parts.token.drop();
    return this.#sendOnce(question);
  }

  async #sendOnce({ method, url, body }: Question): Promise<Reply> {
    const { settings, signal, transport, token } = this.#parts;
    const { requestMs, bytes } = settings.limits;
    const reply = await transport.send({
      method: method === 'POST' ? 'POST' : 'GET',
      url: new URL(url),
      headers: {
        accept: 'application/fhir+json',
        'accept-encoding': 'identity',
        authorization: `Bearer ${await token.bearer(signal)}`,
        ...(body === undefined ? {} : { 'content-type': FORM }),
      },
      ...(body === undefined ? {} : { body }),
      timeoutMs: requestMs,
      maxBytes: bytes,
      signal,
    });
    this.#bytes += reply.body.length;
    if (this.#bytes > bytes) throw new FetchFault('too-large');
    const date = Date.parse(reply.header('date') ?? '');
    if (!Number.isNaN(date)) this.#serverTime = Math.max(date, EARLIEST_MS);
    return reply;
  }
}

/** What may be over at the next attempt. */
const PASSING: ReadonlySet<FetchFaultCode> = new Set<FetchFaultCode>([
  'busy',
  'server-error',
  'timeout',
  'unreachable',
]);
const REFUSALS: Readonly<Record<number, FetchFaultCode>> = {
  401: 'not-authorised',
  403: 'forbidden',
  404: 'not-found',
  410: 'not-found',
};

/** The resource of an answer. @throws FetchFault by what the status says */
function resourceOf(reply: Reply): ServerResource {
  if (reply.status !== 200) throw refusal(reply);
  const resource = resourceIn(reply);
  if (!resource) throw new FetchFault('wrong-content');
  return resource;
}

function refusal(reply: Reply): FetchFault {
  const { status } = reply;
  if (status === 429 || status === 503) return new FetchFault('busy', retryAfter(reply));
  if (status >= 500) return new FetchFault('server-error');
  if (status >= 300 && status < 400) return new FetchFault('redirected');
  const said = resourceIn(reply)?.resourceType === 'OperationOutcome';
  if (said && (status === 404 || status === 410)) return new NotThere();
  return new FetchFault(REFUSALS[status] ?? 'question-refused');
}

/** The resource in an answer; undefined when it is not FHIR in strict JSON. */
function resourceIn({ header, body }: Reply): ServerResource | undefined {
  if (!FHIR_JSON.test(header('content-type') ?? '')) return undefined;
  const json = parseStrictJson(body, ANSWER_LIMITS);
  const value = json.ok ? json.value : undefined;
  return isResource(value) ? value : undefined;
}

export function isResource(value: unknown): value is ServerResource {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { resourceType?: unknown }).resourceType === 'string'
  );
}

/** Seconds or a date (RFC 9110, 10.2.3), in milliseconds from now; at most a day. */
function retryAfter({ header }: Reply): number | undefined {
  const text = header('retry-after') ?? '';
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : undefined;
  const asked = seconds ?? Date.parse(text) - Date.now();
  return Number.isNaN(asked) ? undefined : Math.min(Math.max(asked, 0), LONGEST_PAUSE_MS);
}
