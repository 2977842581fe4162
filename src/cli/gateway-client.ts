import { randomBytes } from 'node:crypto';
import {
  ASSERTION_TYPE,
  signClientAssertion,
  type ClientKey,
  type Speaking,
} from './client-assertion.ts';
import { faultsIn, GatewayRefused, GatewayUnreachable, NoGateway } from './gateway-faults.ts';

/** Everything a client needs to talk to a gateway. */
export interface GatewayAccess extends ClientKey {
  /** Address of the gateway without a slash at the end, e.g. `https://poort.example`. */
  readonly gateway: string;
  readonly speaking?: Speaking;
}

export interface GatewayRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with query, e.g. `/v1/plans`. */
  readonly path: string;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
  readonly mediaType?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON; undefined when it is empty or something else. */
  readonly json: unknown;
}

/** A client of the gateway's HTTP doors. Keeps its token until shortly before it expires. */
export interface GatewayClient {
  readonly access: GatewayAccess;
  /** Sends one request; every status comes back as an answer. */
  send(request: GatewayRequest): Promise<GatewayAnswer>;
  /**
   * Sends one request that must succeed.
   * @throws GatewayRefused with what the gateway said when the status is not 2xx
   */
  ask(request: GatewayRequest): Promise<GatewayAnswer>;
}

const TOKEN_MARGIN_MS = 30_000;
const PATIENCE_MS = 60_000;

interface HeldToken {
  readonly token: string;
  readonly until: number;
}

/** @param now real time in milliseconds; tokens never follow a test clock */
export function createGatewayClient(
  access: GatewayAccess,
  now: () => number = Date.now,
): GatewayClient {
  let held: HeldToken | undefined;
  const send = async (request: GatewayRequest): Promise<GatewayAnswer> => {
    if (!held || held.until <= now()) held = await obtainToken(access, now());
    return exchange(access.gateway, request, { authorization: `Bearer ${held.token}` });
  };
  const ask = async (request: GatewayRequest): Promise<GatewayAnswer> =>
    accepted(await send(request));
  return { access, send, ask };
}

/** Asks for an access token by `private_key_jwt`; the gateway grants every registered scope. */
async function obtainToken(access: GatewayAccess, now: number): Promise<HeldToken> {
  const { gateway, speaking } = access;
  const tokenEndpoint = `${gateway}/oauth/token`;
  const assertion = signClientAssertion(access, {
    tokenEndpoint,
    now,
    ...(speaking ? { speaking } : {}),
  });
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertion,
  });
  const request: GatewayRequest = {
    method: 'POST',
    path: '/oauth/token',
    body: form.toString(),
    mediaType: 'application/x-www-form-urlencoded',
  };
  const { json } = accepted(await exchange(gateway, request, {}));
  const { access_token: token, expires_in: seconds } = json as Readonly<Record<string, unknown>>;
  if (typeof token !== 'string' || typeof seconds !== 'number') throw new NoGateway(gateway);
  return { token, until: now + seconds * 1000 - TOKEN_MARGIN_MS };
}

async function exchange(
  gateway: string,
  request: GatewayRequest,
  authorization: Readonly<Record<string, string>>,
): Promise<GatewayAnswer> {
  const { method = 'GET', path, accept = 'application/json' } = request;
  const body = bodyOf(request.body);
  const headers = {
    accept,
    'accept-language': 'en',
    traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    ...(body === undefined ? {} : { 'content-type': request.mediaType ?? 'application/json' }),
    ...authorization,
    ...request.headers,
  };
  let answer: GatewayAnswer;
  try {
    const response = await fetch(gateway + path, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    answer = { status: response.status, headers: response.headers, text, json: jsonOf(text) };
  } catch {
    throw new GatewayUnreachable(gateway);
  }
  // A gateway that says yes says it in JSON; a page is from something in between.
  if (isYes(answer) && (typeof answer.json !== 'object' || answer.json === null))
    throw new NoGateway(gateway);
  return answer;
}

function bodyOf(body: unknown): string | Uint8Array | undefined {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return body;
  return JSON.stringify(body);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function accepted(answer: GatewayAnswer): GatewayAnswer {
  if (isYes(answer)) return answer;
  throw new GatewayRefused(answer.status, faultsIn(answer.json));
}

function isYes({ status }: GatewayAnswer): boolean {
  return status >= 200 && status < 300;
}
