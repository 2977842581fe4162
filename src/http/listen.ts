import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';

/** Where to listen; port 0 takes a free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Bounds on connections: slow or greedy ones are closed within seconds. */
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 8 * 1024,
} as const;
const MAX_CONNECTIONS = 10_000;
const MAX_REQUESTS_PER_SOCKET = 1_000;

/** Starts a hardened HTTP server. @throws the listen error (address in use, not allowed) */
export function listen(app: RequestListener, { host, port }: ListenAddress): Promise<Server> {
  const server = createServer(TIMEOUTS, app);
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/** Stops accepting, lets what is under way end, and cuts off what takes longer. */
export async function close(server: Server, graceMs = 5_000): Promise<void> {
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cutOff);
}
