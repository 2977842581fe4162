import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '../flows/gateway-error.ts';
import type { TokenFault } from '../identity/token-fault.ts';
import type { Door } from './door.ts';

/** What the rim knows of one request on its way through, for the log and the metrics. */
export interface Passage {
  readonly trace: string;
  /** Monotonic clock, in milliseconds. */
  readonly startedAtMs: number;
  door?: Door;
  client?: string;
  code?: ErrorCode;
  /** Why a token was refused: for the log only. */
  fault?: TokenFault;
}

/** Version, trace id, parent id, flags (W3C Trace Context, 3.2). */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const ZEROES = /^0+$/;

const passages = new WeakMap<ServerResponse, Passage>();

/** Begins a passage: continues the caller's trace, or starts one, and answers with it. */
export function beginPassage(req: IncomingMessage, res: ServerResponse): Passage {
  const passage = { trace: traceOf(req), startedAtMs: performance.now() };
  passages.set(res, passage);
  res.setHeader('traceparent', `00-${passage.trace}-${randomHex().slice(16)}-01`);
  return passage;
}

/** The passage of a response. @throws when it never came through the rim */
export function passageOf(res: ServerResponse): Passage {
  const passage = passages.get(res);
  if (!passage) throw new Error('a response without passage');
  return passage;
}

function traceOf(req: IncomingMessage): string {
  const header = req.headers['traceparent'];
  const [, trace, parent] = TRACEPARENT.exec(typeof header === 'string' ? header : '') ?? [];
  const usable = trace && parent && !ZEROES.test(trace) && !ZEROES.test(parent);
  return usable ? trace : randomHex();
}

/** 32 digits, neither half zero. A UUID costs a tenth of as many random bytes. */
function randomHex(): string {
  return randomUUID().replaceAll('-', '');
}
