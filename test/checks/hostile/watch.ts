import { readFileSync } from 'node:fs';
import type { GatewayDriver } from '../../support/gateway-driver.ts';

/** What was seen of a gateway while it was attacked. */
export interface Watched {
  /** Most memory that the process held, megabytes. */
  readonly rssMb: number;
  /** Longest that it answered nobody at all, milliseconds. */
  readonly stallMs: number;
  /** What 99 of 100 short questions were answered within, milliseconds. */
  readonly usuallyMs: number;
  /** Pulls of somebody who does nothing wrong: how many, the slowest, and answers other than 200. */
  readonly pulls: number;
  readonly slowestPullMs: number;
  readonly failedPulls: Readonly<Record<string, number>>;
}

const PING_MS = 50;
const PULL_MS = 200;

/** Watches a process from outside until it is told to stop. */
export function watch(
  pid: number,
  driver: GatewayDriver,
  pull: () => Promise<number>,
): { readonly stop: () => Promise<Watched> } {
  const seen = { rssMb: 0, stallMs: 0, pulls: 0, slowestPullMs: 0 };
  const failedPulls: Record<string, number> = {};
  const pings: number[] = [];
  let running = true;
  const pinging = repeat(PING_MS, async () => {
    seen.rssMb = Math.max(seen.rssMb, memoryOf(pid));
    const ms = await timed(() => driver.request('GET', '/healthz').then(({ status }) => status));
    seen.stallMs = Math.max(seen.stallMs, ms.ms);
    pings.push(ms.ms);
  });
  const pulling = repeat(PULL_MS, async () => {
    const { ms, answer } = await timed(pull);
    seen.pulls += 1;
    seen.slowestPullMs = Math.max(seen.slowestPullMs, ms);
    if (answer !== 200) failedPulls[answer] = (failedPulls[answer] ?? 0) + 1;
  });
  async function repeat(pauseMs: number, work: () => Promise<void>): Promise<void> {
    while (running) {
      await work();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return {
    stop: async () => {
      running = false;
      await Promise.all([pinging, pulling]);
      return { ...seen, usuallyMs: most(pings), failedPulls };
    },
  };
}

/** What 99 of 100 of these are not more than. */
function most(all: readonly number[]): number {
  const inOrder = [...all].sort((a, b) => a - b);
  return inOrder[Math.floor(inOrder.length * 0.99)] ?? 0;
}

async function timed(
  work: () => Promise<number>,
): Promise<{ ms: number; answer: number | string }> {
  const start = performance.now();
  const answer = await within(HANGS_MS, work()).catch(() => 'no answer');
  return { ms: Math.round(performance.now() - start), answer };
}

/** A gateway that says nothing for so long is not waited for. */
export const HANGS_MS = 120_000;

/** What the work gives, or a rejection when it takes longer. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Resident memory of a process in megabytes; 0 where the system does not say. */
export function memoryOf(pid: number): number {
  try {
    const [, kilobytes] =
      /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}
