import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Instant } from '../vocabulary/instant.ts';
import type { Requester } from '../flows/requester.ts';

/** Life of an access token, in seconds; nothing can be revoked by token, so it is short. */
export const ACCESS_TOKEN_SECONDS = 300;
const MAX_TOKEN_CHARACTERS = 6 * 1024;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';
/** Marks the kind and the format: a token of any other kind or version does not open. */
const KIND = Buffer.from('planpoort access token 1');

/** What a token says: who, for whom, what for. It carries no permission. */
export interface AccessGrant {
  readonly requester: Requester;
  /** The client key it was obtained with, so that a removed key ends its tokens. */
  readonly keyId: string;
  readonly expiresAt: Instant;
}

/** The sealed text. Short names: it travels with every request. */
interface Sealed {
  readonly c: string;
  readonly k: string;
  readonly o: string;
  readonly p?: string | undefined;
  readonly r?: string | undefined;
  readonly u?: string | undefined;
  readonly s: readonly string[];
  readonly x: Instant;
}

/** Seals and opens access tokens. Opaque to everybody else; every node with the key opens them. */
export interface AccessTokens {
  seal(grant: AccessGrant): string;
  /** undefined when the token is not ours, was changed, or has expired at `now`. */
  open(token: string, now: Instant): AccessGrant | undefined;
}

/**
 * @param secret the gateway's key, at least 32 bytes; the token key is derived from it (RFC 5869)
 */
export function accessTokens(secret: Uint8Array): AccessTokens {
  if (secret.length < 32) throw new RangeError('the gateway key has at least 32 bytes');
  const key = new Uint8Array(hkdfSync('sha256', secret, '', KIND, 32));
  return {
    seal: (grant) => encrypt(key, JSON.stringify(pack(grant))),
    open: (token, now) => {
      const text = token.length > MAX_TOKEN_CHARACTERS ? undefined : decrypt(key, token);
      const grant = text === undefined ? undefined : unpack(JSON.parse(text) as Sealed);
      return grant && now < grant.expiresAt ? grant : undefined;
    },
  };
}

function pack({ requester, keyId, expiresAt }: AccessGrant): Sealed {
  const { client, organisation, person, role, purpose, scopes } = requester;
  const scope = [...scopes];
  return {
    c: client,
    k: keyId,
    o: organisation,
    p: person,
    r: role,
    u: purpose,
    s: scope,
    x: expiresAt,
  };
}

function unpack({ c, k, o, p, r, u, s, x }: Sealed): AccessGrant {
  const requester: Requester = {
    client: c,
    organisation: o,
    ...(p !== undefined && { person: p }),
    ...(r !== undefined && { role: r }),
    ...(u !== undefined && { purpose: u }),
    scopes: new Set(s),
  };
  return { requester, keyId: k, expiresAt: x };
}

function encrypt(key: Uint8Array, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(KIND);
  const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64url');
}

function decrypt(key: Uint8Array, token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  // One spelling per token: spare bits and foreign characters would give it several.
  if (bytes.toString('base64url') !== token) return undefined;
  const end = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(KIND).setAuthTag(bytes.subarray(end));
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, end), undefined, 'utf8');
    return text + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
