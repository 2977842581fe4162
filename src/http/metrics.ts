import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { RequestLine } from './log.ts';

/** Counts and durations per door; labels are names of doors, methods and statuses, nothing else. */
export interface Metrics {
  observe(line: RequestLine): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** @param options `ofProcess: false` leaves out memory, CPU and event loop (in tests) */
export function createMetrics({ ofProcess = true } = {}): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'planpoort_request_duration_seconds',
    help: 'Duration of requests by door, method and status',
    labelNames: ['door', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    observe: ({ door, method, status, durationMs }) =>
      seconds.observe({ door, method: knownMethod(method), status }, durationMs / 1000),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

/** Node parses some thirty methods; a label must not be the caller's choice. */
function knownMethod(method: string): string {
  return ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'].includes(method) ? method : 'other';
}
