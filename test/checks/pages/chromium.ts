import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
];
const PATIENCE_MS = 30_000;

/** The browser on this machine: `$CHROME_PATH`, or where packages put it; undefined = none. */
export function findChromium(): string | undefined {
  return [process.env['CHROME_PATH'] ?? '', ...PLACES].find(
    (path) => path !== '' && existsSync(path),
  );
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly sessionId?: string;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A browser that is steered over its own pipe (Chrome DevTools Protocol): nothing listens. */
export interface Chromium {
  send(
    method: string,
    params?: Readonly<Record<string, unknown>>,
    session?: string,
  ): Promise<Record<string, unknown>>;
  on(listener: (event: Answer) => void): void;
  close(): Promise<void>;
}

/** Starts a browser without a window, with a profile that is thrown away. */
export function startChromium(path: string): Chromium {
  const profile = mkdtempSync(join(tmpdir(), 'planpoort-pages-'));
  const child = spawn(
    path,
    [
      ...['--headless=new', '--remote-debugging-pipe', '--no-sandbox', '--disable-gpu'],
      ...['--no-first-run', '--disable-extensions', '--disable-background-networking'],
      ...['--disable-dev-shm-usage', '--hide-scrollbars', '--force-color-profile=srgb'],
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners: ((event: Answer) => void)[] = [];
  let rest = '';
  output.setEncoding('utf8').on('data', (piece: string) => {
    const messages = (rest + piece).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const answer = JSON.parse(message) as Answer;
      if (answer.id === undefined) listeners.forEach((listener) => listener(answer));
      else waiting.get(answer.id)?.(answer);
    }
  });
  let last = 0;
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        const id = (last += 1);
        const timer = setTimeout(() => reject(new Error(`${method}: no answer`)), PATIENCE_MS);
        waiting.set(id, ({ result, error }) => {
          clearTimeout(timer);
          waiting.delete(id);
          if (error) reject(new Error(`${method}: ${error.message}`));
          else resolve(result ?? {});
        });
        input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      }),
    on: (listener) => void listeners.push(listener),
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
