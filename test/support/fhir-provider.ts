import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Express, Request, Response } from 'express';
import jose from 'node-jose';
import { close, listen } from '../../src/http/listen.ts';

export type Resource = Record<string, unknown> & { resourceType: string; id: string };

/** Something the provider does instead of answering as it should. */
export interface Fault {
  /** Which requests: method and path with query, e.g. `/^GET \/fhir\/Goal/`. */
  readonly at: RegExp | ((line: string) => boolean);
  /** How often; left out: always. */
  times?: number;
  readonly answer: (req: Request, res: Response) => void;
}

export interface Provider {
  readonly origin: string;
  readonly base: string;
  readonly tokenEndpoint: string;
  /** Method and path of every request, without the token endpoint's. */
  readonly asked: string[];
  /** Tokens that were given. */
  readonly tokens: Set<string>;
  faults: Fault[];
  /** Keys that the provider registered for its client (a key set). */
  keys: { readonly keys: readonly object[] };
  /** Writes a resource, as of now unless it is said since when it is there. */
  put(resource: object, at?: number): void;
  remove(type: string, id: string): void;
  close(): Promise<void>;
}

export const CLIENT_ID = 'planpoort-at-provider';
const FHIR_JSON = 'application/fhir+json';
const SUBJECT: Record<string, string> = {
  RelatedPerson: 'patient',
  Task: 'for',
  EpisodeOfCare: 'patient',
};

interface Held {
  readonly resource: Resource;
  readonly at: number;
}

/** A FHIR R4 server of a provider on loopback: tokens that are checked, searches, pages, faults. */
export async function startProvider(): Promise<Provider> {
  const held = new Map<string, Held>();
  const pages = new Map<string, readonly Held[]>();
  const spent = new Set<string>();
  const app = express();
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: Provider = {
    origin,
    base: `${origin}/fhir`,
    tokenEndpoint: `${origin}/token`,
    asked: [],
    tokens: new Set(),
    faults: [],
    keys: { keys: [] },
    put: (given, at = Date.now()) => {
      const resource = given as Resource;
      held.set(`${resource.resourceType}/${resource.id}`, { resource, at });
    },
    remove: (type, id) => void held.delete(`${type}/${id}`),
    close: () => end(server),
  };
  app.use(express.urlencoded({ extended: false }));
  faultsAt(app, provider);
  tokensAt(app, provider, spent);
  resourcesAt(app, { provider, held, pages });
  return provider;
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  await close(server, 50);
}

function faultsAt(app: Express, provider: Provider): void {
  app.use((req, res, next) => {
    const line = `${req.method} ${req.originalUrl}`;
    if (req.path !== '/token') provider.asked.push(line);
    const fault = provider.faults.find(
      ({ at, times }) => (times ?? 1) > 0 && (at instanceof RegExp ? at.test(line) : at(line)),
    );
    if (!fault) {
      next();
      return;
    }
    if (fault.times !== undefined) fault.times -= 1;
    fault.answer(req, res);
  });
}

function tokensAt(app: Express, provider: Provider, spent: Set<string>): void {
  app.post('/token', async (req, res) => {
    const form = req.body as Record<string, string>;
    if (!(await isAuthentic(form['client_assertion'] ?? '', provider, spent))) {
      res.status(401).json({ error: 'invalid_client' });
      return;
    }
    const token = randomUUID();
    provider.tokens.add(token);
    res.json({ access_token: token, token_type: 'bearer', expires_in: 300, scope: form['scope'] });
  });
}

/** Signature by a registered key, issuer, subject, audience, times, used once (RFC 7523). */
async function isAuthentic(token: string, { keys, tokenEndpoint }: Provider, spent: Set<string>) {
  try {
    const store = await jose.JWK.asKeyStore(keys);
    const verified = await jose.JWS.createVerify(store).verify(token);
    const claims = JSON.parse(verified.payload.toString()) as Record<string, unknown>;
    const now = Date.now() / 1000;
    const { iss, sub, aud, exp, jti } = claims;
    const fresh = typeof jti === 'string' && !spent.has(jti);
    spent.add(String(jti));
    const timely = Number(exp) > now && Number(exp) <= now + 300;
    return iss === CLIENT_ID && sub === CLIENT_ID && aud === tokenEndpoint && timely && fresh;
  } catch {
    return false;
  }
}

interface Holding {
  readonly provider: Provider;
  readonly held: Map<string, Held>;
  readonly pages: Map<string, readonly Held[]>;
}

function resourcesAt(app: Express, { provider, held, pages }: Holding): void {
  app.use('/fhir', (req, res, next) => {
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    if (token !== undefined && provider.tokens.has(token)) next();
    else send(res.status(401), outcome('login'));
  });
  app.get('/fhir/metadata', (_req, res) =>
    send(res, { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' }),
  );
  const search = (type: string, query: Record<string, string>, res: Response) => {
    const found = [...held.values()].filter((each) => isMatch(each, type, query));
    sendPage(res, { provider, pages, rest: found, count: Number(query['_count'] ?? 10) });
  };
  app.get('/fhir', (req, res) => {
    const query = new URL(req.originalUrl, provider.origin).searchParams;
    const [id = '', count = '10'] = (query.get('_page') ?? '').split('.');
    const rest = pages.get(id);
    if (rest) sendPage(res, { provider, pages, rest, count: Number(count) });
    else send(res.status(410), outcome('expired'));
  });
  app.post('/fhir/:type/_search', (req, res) =>
    search(req.params.type, req.body as Record<string, string>, res),
  );
  app.get('/fhir/:type/:id', (req, res) => {
    const found = held.get(`${req.params.type}/${req.params.id}`);
    if (found) send(res, found.resource);
    else send(res.status(404), outcome('not-found'));
  });
  app.get('/fhir/:type', (req, res) =>
    search(req.params.type, req.query as Record<string, string>, res),
  );
}

function isMatch({ resource, at }: Held, type: string, query: Record<string, string>): boolean {
  if (resource.resourceType !== type) return false;
  const { patient, identifier, _lastUpdated: since } = query;
  if (since !== undefined && at < Date.parse(since.replace(/^ge/, ''))) return false;
  if (patient !== undefined) {
    const subject = resource[SUBJECT[type] ?? 'subject'] as { reference?: string } | undefined;
    if (subject?.reference !== patient) return false;
  }
  if (identifier === undefined) return true;
  const own = (resource['identifier'] ?? []) as { system?: string; value?: string }[];
  return own.some(
    ({ system, value }) => identifier === `${system}|${value}` || identifier === value,
  );
}

interface Paging {
  readonly provider: Provider;
  readonly pages: Map<string, readonly Held[]>;
  readonly rest: readonly Held[];
  readonly count: number;
}

function sendPage(res: Response, { provider, pages, rest, count }: Paging): void {
  const [now, later] = [rest.slice(0, count), rest.slice(count)];
  const id = randomUUID();
  if (later.length > 0) pages.set(id, later);
  const next = { relation: 'next', url: `${provider.base}?_page=${id}.${count}` };
  send(res, {
    resourceType: 'Bundle',
    type: 'searchset',
    link: later.length > 0 ? [next] : [],
    entry: now.map(({ resource, at }) => ({
      fullUrl: `${provider.base}/${resource.resourceType}/${resource.id}`,
      resource: {
        ...resource,
        meta: { ...(resource['meta'] as object), lastUpdated: new Date(at).toISOString() },
      },
      search: { mode: 'match' },
    })),
  });
}

export function send(res: Response, resource: object): void {
  res.type(FHIR_JSON).send(JSON.stringify(resource));
}

export function outcome(code: string, diagnostics?: string): object {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, ...(diagnostics === undefined ? {} : { diagnostics }) }],
  };
}
