import { parseStrictJson } from '../../wire/strict-json.ts';
import { FetchFault } from './fetch-fault.ts';
import type { TokenSettings } from './fhir-server.ts';
import type { Reply, Transport } from './transport.ts';

/**
 * Makes a client assertion for one token endpoint (RFC 7523, SMART Backend Services).
 * @param settings the endpoint is the audience, the client issuer and subject
 */
export type SignAssertion = (
  settings: Pick<TokenSettings, 'endpoint' | 'client' | 'key'>,
) => Promise<string>;

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const MAX_ANSWER_BYTES = 64 * 1024;
const ANSWER_LIMITS = { maxDepth: 8, maxNodes: 500 };
/** A token that ends this soon is not used any more. */
const MARGIN_MS = 30_000;
/** Where the endpoint says nothing (SMART recommends at most five minutes). */
const USUAL_SECONDS = 60;
const BEARER = /^[\x21-\x7e]{1,16384}$/;

/** What a token is asked with. */
export interface TokenAsking {
  readonly settings: TokenSettings;
  readonly transport: Transport;
  readonly sign: SignAssertion;
  readonly timeoutMs: number;
}

/** The access token of one source for one run: asked when needed, and again when it was refused. */
export class SmartToken {
  readonly #asking: TokenAsking;
  #held: { readonly token: string; readonly until: number } | undefined;

  constructor(asking: TokenAsking) {
    this.#asking = asking;
  }

  /** @throws FetchFault `token-refused`, or what went wrong on the way */
  async bearer(signal: AbortSignal): Promise<string> {
    if (!this.#held || this.#held.until <= Date.now()) this.#held = await this.#ask(signal);
    return this.#held.token;
  }

  /** Forgets the token: the server did not take it. */
  drop(): void {
    this.#held = undefined;
  }

  async #ask(signal: AbortSignal) {
    const { settings, transport, sign, timeoutMs } = this.#asking;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: settings.scope,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await sign(settings),
    });
    const reply = await transport.send({
      method: 'POST',
      url: new URL(settings.endpoint),
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'accept-encoding': 'identity',
      },
      body: form.toString(),
      timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
    return readToken(reply);
  }
}

/** Reads the answer of a token endpoint (RFC 6749, 5.1); anything else is a refusal. */
function readToken({ status, body }: Reply): { token: string; until: number } {
  if (status === 429 || status >= 500) throw new FetchFault('busy');
  const json = status === 200 ? parseStrictJson(body, ANSWER_LIMITS) : undefined;
  const answer = json?.ok ? (json.value as Readonly<Record<string, unknown>> | null) : null;
  const { access_token: token, token_type: type, expires_in: seconds } = answer ?? {};
  if (!isWord(type, /^bearer$/i) || !isWord(token, BEARER)) throw new FetchFault('token-refused');
  const life = typeof seconds === 'number' && seconds > 0 ? seconds : USUAL_SECONDS;
  return { token, until: Date.now() + Math.max(life * 1000 - MARGIN_MS, 1000) };
}

function isWord(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}
