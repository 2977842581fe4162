import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Request, Response } from 'express';
import { passageOf } from './passage.ts';

export type { Logger } from 'pino';

/** Everything that a line about a request can hold. No addresses, no bodies, no person. */
export interface RequestLine {
  readonly trace: string;
  readonly door: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
  readonly client: string | undefined;
  readonly code: string | undefined;
  readonly fault: string | undefined;
}

/** Lines leave together, at the latest after this many milliseconds: a write for each costs more than the line. */
const FLUSH_MS = 250;
const TOGETHER_BYTES = 4096;

/**
 * The gateway's own log: JSON lines; nothing is serialised that was not named.
 * @param destination by default standard output, a quarter of a second late at most; what has to outlive a
 *   crash is on the record, which is written before the answer
 */
export function createLog(destination: DestinationStream = standardOutput()): Logger {
  const options = { base: null, serializers: {}, timestamp: () => `,"at":"${isoNow()}"` };
  return pino(options, destination);
}

function standardOutput(): DestinationStream {
  const together = { minLength: TOGETHER_BYTES, periodicFlush: FLUSH_MS };
  return pino.destination({ fd: 1, sync: false, ...together });
}

function isoNow(): string {
  return new Date().toISOString();
}

/** One line when the response has ended, however it ended. */
export function lineOf(req: Request, res: Response): RequestLine {
  const { trace, door, client, code, fault, startedAtMs } = passageOf(res);
  const durationMs = Math.round((performance.now() - startedAtMs) * 10) / 10;
  const { method } = req;
  const status = res.statusCode;
  return { trace, door: door?.name ?? 'none', method, status, durationMs, client, code, fault };
}

/**
 * An unexpected error as the log may hold it: its kind and where it was thrown. Messages and
 * properties of foreign errors can hold what was being processed, so they are left out.
 */
export function faultLine(error: unknown): { kind: string; frames: readonly string[] } {
  if (!(error instanceof Error)) return { kind: typeof error, frames: [] };
  const lines = error.stack?.split('\n') ?? [];
  const frames = lines.filter((line) => /^ {4}at /.test(line)).map((line) => line.trim());
  return { kind: error.constructor.name, frames: frames.slice(0, 12) };
}
