import { Agent, request } from 'node:http';

/** One request of a load: everything but the connection. */
export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Requests a second. */
  readonly throughput: number;
  readonly bytes: number;
}

/**
 * Sends `count` requests over `connections` kept-alive connections, each as soon as the one before
 * it was answered.
 * @throws Error at the first answer that is not 2xx
 */
export async function load(
  port: number,
  next: (i: number) => LoadRequest,
  { count, connections }: { count: number; connections: number },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let started = 0;
  let bytes = 0;
  const worker = async () => {
    while (started < count) {
      started += 1;
      bytes += await send(agent, port, next(started));
    }
  };
  const begun = process.hrtime.bigint();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  agent.destroy();
  return { requests: count, seconds, throughput: count / seconds, bytes };
}

function send(agent: Agent, port: number, { body, ...options }: LoadRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, ...options }, (response) => {
      let size = 0;
      const wrong = (response.statusCode ?? 0) >= 300;
      let text = '';
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (wrong) text += chunk.toString();
      });
      response.on('end', () => {
        if (wrong) reject(new Error(`${options.path}: ${response.statusCode} ${text}`));
        else resolve(size);
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
