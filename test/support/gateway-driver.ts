import {
  createPrivateKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  type KeyObject,
} from 'node:crypto';

/** A client system of a test: its key pair and what it is registered as. */
export interface TestClient {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly jwks: { readonly keys: readonly Record<string, unknown>[] };
}

/** Makes a client with one fresh ES384 key. */
export function testClient(id: string): TestClient {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const jwk = publicKey.export({ format: 'jwk' });
  const keys = [{ ...jwk, alg: 'ES384', use: 'sig', kid: `${id}-1` }];
  return {
    id,
    privateKey: createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    jwks: { keys },
  };
}

/** Who a token is for; everything optional so that refusals can be provoked. */
export interface Identity {
  readonly organisation?: string;
  readonly person?: string;
  readonly role?: string;
  readonly purpose?: string;
}

export interface DoorAnswer {
  readonly status: number;
  readonly headers: string;
  readonly text: string;
  readonly json: unknown;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A signed client assertion (SMART Backend Services) with the hl7-b2b extension. */
export function clientAssertion(client: TestClient, audience: string, identity: Identity): string {
  const now = Math.floor(Date.now() / 1000);
  const b2b = {
    version: '1',
    organization_id: identity.organisation,
    subject_id: identity.person,
    subject_role: identity.role,
    purpose_of_use: identity.purpose === undefined ? undefined : [identity.purpose],
  };
  const header = encode({ alg: 'ES384', typ: 'JWT', kid: `${client.id}-1` });
  const payload = encode({
    iss: client.id,
    sub: client.id,
    aud: audience,
    iat: now,
    exp: now + 240,
    jti: randomUUID(),
    extensions: { 'hl7-b2b': b2b },
  });
  const data = `${header}.${payload}`;
  const key = { key: client.privateKey, dsaEncoding: 'ieee-p1363' as const };
  return `${data}.${sign('sha384', Buffer.from(data), key).toString('base64url')}`;
}

/** Talks to a running gateway over HTTP as its users do. */
export class GatewayDriver {
  readonly base: string;
  private readonly tokens = new Map<string, string>();

  constructor(base: string) {
    this.base = base;
  }

  /** The token endpoint's answer, whatever it is. */
  async askToken(client: TestClient, identity: Identity, scope: string): Promise<DoorAnswer> {
    const audience = `${this.base}/oauth/token`;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: clientAssertion(client, audience, identity),
    });
    return answerOf(await fetch(audience, { method: 'POST', body: form }));
  }

  /** An access token, kept while it is fresh. @throws Error with the endpoint's answer */
  async token(client: TestClient, identity: Identity, scope: string): Promise<string> {
    const key = JSON.stringify([client.id, identity, scope]);
    const kept = this.tokens.get(key);
    if (kept) return kept;
    const answer = await this.askToken(client, identity, scope);
    const token = (answer.json as { access_token?: string } | undefined)?.access_token;
    if (token === undefined) throw new Error(`no token: ${answer.status} ${answer.text}`);
    this.tokens.set(key, token);
    return token;
  }

  async request(
    method: string,
    path: string,
    options: {
      token?: string;
      body?: string | Uint8Array<ArrayBuffer>;
      type?: string;
      headers?: Record<string, string>;
    } = {},
  ): Promise<DoorAnswer> {
    const { token, body, type, headers } = options;
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(type === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    return answerOf(response);
  }

  /** A JSON request that must succeed. @throws Error with status and answer otherwise */
  async must(
    method: string,
    path: string,
    options: { token: string; json?: unknown; body?: string; type?: string },
  ): Promise<unknown> {
    const { token, json, body, type } = options;
    const answer = await this.request(method, path, {
      token,
      ...(json === undefined ? {} : { body: JSON.stringify(json), type: 'application/json' }),
      ...(body === undefined ? {} : { body, type: type ?? 'application/json' }),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }
}

async function answerOf(response: Response): Promise<DoorAnswer> {
  const text = await response.text();
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  return { status: response.status, headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
