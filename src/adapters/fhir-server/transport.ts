import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { FetchFault } from './fetch-fault.ts';
import type { Reach } from './reach.ts';

/** One request with its bounds. */
export interface Sending {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From connecting to the last byte, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly status: number;
  /** One header, when it was given once. */
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
}

/** Sends requests within bounds of address, time and size; connections are kept for one run. */
export interface Transport {
  /** @throws FetchFault; what the system or the server said stays here */
  send(sending: Sending): Promise<Reply>;
  close(): void;
}

/** Two at once are enough: a person is asked about after another. */
const CONNECTIONS = { keepAlive: true, maxSockets: 2, timeout: 60_000 };

/** Opens nothing until the first request. Redirects are an answer like another, never followed. */
export function createTransport(reach: Reach): Transport {
  const agents = { 'http:': new HttpAgent(CONNECTIONS), 'https:': new HttpsAgent(CONNECTIONS) };
  return {
    send: (sending) => exchange(sending, reach, agents),
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

type Agents = Readonly<Record<'http:' | 'https:', HttpAgent>>;

async function exchange(sending: Sending, reach: Reach, agents: Agents): Promise<Reply> {
  const { url, timeoutMs, signal } = sending;
  // A host that is an address is never looked up: it is judged here.
  if (!reach.allows(url) && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0)
    throw new FetchFault('address-refused');
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await open(sending, {
      reach,
      agents,
      signal: AbortSignal.any([signal, timeout]),
    });
    return await readReply(answer, sending.maxBytes);
  } catch (error) {
    if (signal.aborted) throw new FetchFault('stopped');
    if (timeout.aborted) throw new FetchFault('timeout');
    throw faultOf(error);
  }
}

interface Opening {
  readonly reach: Reach;
  readonly agents: Agents;
  readonly signal: AbortSignal;
}

function open(sending: Sending, { reach, agents, signal }: Opening): Promise<IncomingMessage> {
  const { url, method, headers, body } = sending;
  const secure = url.protocol === 'https:';
  const options = {
    method,
    headers,
    signal,
    agent: agents[secure ? 'https:' : 'http:'],
    lookup: reach.lookupFor(url),
    maxHeaderSize: 16 * 1024,
  };
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(url, options, resolve);
    // Every time: a connection can break again after its answer has begun.
    request.on('error', reject);
    // An answer that would speak another protocol from here on ends as no answer, without an error.
    request.once('close', () => reject(new FetchFault('unreachable')));
    request.end(body);
  });
}

async function readReply(answer: IncomingMessage, maxBytes: number): Promise<Reply> {
  const header = (name: string): string | undefined => {
    const values = answer.headersDistinct[name] ?? [];
    return values.length === 1 ? values[0] : undefined;
  };
  const encoding = header('content-encoding') ?? 'identity';
  // Nothing compressed was asked for: a small answer cannot become a large one.
  if (encoding !== 'identity') throw refuse(answer, 'wrong-content');
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of answer as AsyncIterable<Uint8Array>) {
    length += piece.length;
    if (length > maxBytes) throw refuse(answer, 'too-large');
    pieces.push(piece);
  }
  if (!answer.complete) throw new FetchFault('unreachable');
  return { status: answer.statusCode ?? 0, header, body: Buffer.concat(pieces) };
}

function refuse(answer: IncomingMessage, code: 'wrong-content' | 'too-large'): FetchFault {
  answer.destroy();
  return new FetchFault(code);
}

/** The system's codes for a certificate that does not do; their messages name hosts. */
const TLS = /^(?:ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO|HOSTNAME_MISMATCH)/;

function faultOf(error: unknown): FetchFault {
  if (error instanceof FetchFault) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new FetchFault(TLS.test(code) ? 'tls' : 'unreachable');
}
