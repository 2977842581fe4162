import { Agent, request } from 'node:http';

/** One request of a load: everything but the connection. */
export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Makes the next request of one connection. */
export type NextRequest = (connection: number) => LoadRequest;

const ANSWER_MS = 20_000;

/**
 * Sends `count` requests over `connections` kept-alive connections, each as soon as the one before
 * it was answered.
 * @returns seconds from the first request to the last answer
 * @throws Error at the first answer that is not 2xx
 */
export async function load(
  port: number,
  next: NextRequest,
  { count, connections }: { count: number; connections: number },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let started = 0;
  const work = async (connection: number) => {
    while (started < count) {
      started += 1;
      await send(agent, port, next(connection));
    }
  };
  const begun = process.hrtime.bigint();
  try {
    await Promise.all(Array.from({ length: connections }, (_, i) => work(i)));
  } finally {
    agent.destroy();
  }
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

function send(agent: Agent, port: number, { body, ...options }: LoadRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const at = { agent, host: '127.0.0.1', port, timeout: ANSWER_MS };
    const sent = request({ ...at, ...options }, (response) => {
      const wrong = (response.statusCode ?? 0) >= 300;
      let text = '';
      response.on('data', (chunk: Buffer) => {
        if (wrong) text += chunk.toString();
      });
      response.on('error', reject);
      response.on('end', () => {
        if (wrong) reject(new Error(`${options.path}: ${response.statusCode} ${text}`));
        else resolve();
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`${options.path}: no answer`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
