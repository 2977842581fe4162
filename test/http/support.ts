import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import type { Express } from 'express';
import supertest from 'supertest';
import type { Flows } from '../../src/flows/flows.ts';
import type { ClientDocument } from '../../src/flows/register-documents.ts';
import { gatewayApp } from '../../src/http/gateway-app.ts';
import type { GatewayOptions } from '../../src/http/gateway-options.ts';
import { createLog } from '../../src/http/log.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { accessTokens } from '../../src/identity/access-token.ts';
import { makeKey, signClaims } from '../identity/signer.ts';

export const NOW = Date.UTC(2026, 4, 1, 12);
export const BASE = 'https://poort.example';
export const key = makeKey('ES384', 'k1');
export const tokens = accessTokens(randomBytes(32));

export const client: ClientDocument = {
  id: 'zaaksysteem',
  organisations: [{ id: 'wijkteam', roles: ['family-worker'], purposes: ['plan-execution'] }],
  scopes: [
    ...['system/*.crus', 'dossier.push', 'plan.manage', 'authority.answer'],
    ...['policy.manage', 'audit.read', 'quarantine.manage', 'quarantine.oversee'],
  ],
  jwks: { keys: [key.jwk] },
};

/** A flow that must not be reached in a test that did not ask for it. */
const unreachable = new Proxy(
  {},
  {
    get: (_, name) => () => {
      throw new Error(`the flow ${String(name)} was reached`);
    },
  },
);

/** Flows of which a test gives those it needs. */
export function flowsWith(given: Partial<Flows>): Flows {
  const spent = new Set<string>();
  const base = {
    tokens: {
      client: (id: string) => Promise.resolve(id === client.id ? client : undefined),
      spend: (issuer: string, jti: string) =>
        Promise.resolve(spent.size < spent.add(`${issuer} ${jti}`).size),
    },
    ready: () => Promise.resolve(),
    quarantine: unreachable,
    plans: unreachable,
    register: unreachable,
    policies: unreachable,
    audit: unreachable,
    ...given,
  };
  return base as unknown as Flows;
}

export interface TestGateway {
  readonly app: Express;
  readonly ask: ReturnType<typeof supertest>;
  /** Lines of the log so far. */
  readonly log: Record<string, unknown>[];
  readonly metrics: GatewayOptions['metrics'];
}

export function testGateway(
  given: Partial<Flows> = {},
  change: Partial<GatewayOptions> = {},
): TestGateway {
  const log: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (line: Buffer, _, done) => {
      log.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  const metrics = createMetrics({ ofProcess: false });
  const app = gatewayApp({
    flows: flowsWith(given),
    accessTokens: tokens,
    opaque: (...parts) => parts.join('-'),
    baseUrl: BASE,
    log: createLog(destination),
    metrics,
    now: () => NOW,
    checkAnswers: true,
    ...change,
  });
  return { app, ask: supertest(app), log, metrics };
}

/** An `Authorization` header of our client. */
export function bearer(scopes: readonly string[] = client.scopes): string {
  const sealed = tokens.seal({
    requester: {
      client: client.id,
      organisation: 'wijkteam',
      person: 'medewerker-7',
      role: 'family-worker',
      purpose: 'plan-execution',
      scopes: new Set(scopes),
    },
    keyId: key.kid,
    expiresAt: NOW + 300_000,
  });
  return `Bearer ${sealed}`;
}

let counter = 0;
/** The fields of a good token request, with some of them or of the claims changed. */
export function tokenForm(fields: object = {}, claims: object = {}): Record<string, string> {
  const assertion = signClaims(
    {
      iss: client.id,
      sub: client.id,
      aud: `${BASE}/oauth/token`,
      jti: `t${++counter}`,
      exp: NOW / 1000 + 300,
      ...claims,
    },
    key,
  );
  return {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    ...fields,
  };
}

/** What came back, with a body that is not yet believed. */
export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export async function answered(request: PromiseLike<supertest.Response>): Promise<Answered> {
  const { status, type, text, headers, body } = (await request) as Answered;
  return { status, type, text, headers, body };
}
