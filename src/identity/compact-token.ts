import { parseStrictJson } from '../wire/strict-json.ts';
import type { JsonLimits } from '../wire/scan-json.ts';
import { TokenRefused } from './token-fault.ts';

const MAX_TOKEN_BYTES = 8 * 1024;
const MAX_HEADER_BYTES = 2 * 1024;
const HEADER_LIMITS: JsonLimits = { maxDepth: 2, maxNodes: 32 };
const CLAIMS_LIMITS: JsonLimits = { maxDepth: 8, maxNodes: 500 };
const HEADER_MEMBERS: ReadonlySet<string> = new Set(['alg', 'kid', 'typ']);
const KEY_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** A compact JWS taken apart strictly; nothing in it has been verified yet. */
export interface UnverifiedSignature {
  readonly token: string;
  readonly header: { readonly alg: string; readonly kid: string; readonly typ: string | undefined };
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** A JSON Web Token: the payload is a set of claims. */
export interface UnverifiedToken extends UnverifiedSignature {
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Takes a JSON Web Token apart (RFC 7519). @see splitCompactSignature
 * @throws TokenRefused
 */
export function readCompactToken(token: unknown): UnverifiedToken {
  const parts = splitCompactSignature(token);
  const claims = readObject(parts.payload, CLAIMS_LIMITS);
  if (!claims) throw new TokenRefused('claims-not-strict');
  return { ...parts, claims };
}

/**
 * Takes a compact JWS apart (RFC 7515, 3.1) and refuses everything that a lenient reader would
 * accept: padding, white space, spare bits, other serialisations, header members we do not use
 * (`crit`, `b64`, `jwk`, `jku`, `x5c` …), members named twice, anything oversized.
 * @throws TokenRefused
 */
export function splitCompactSignature(token: unknown): UnverifiedSignature {
  if (typeof token !== 'string' || token === '') throw new TokenRefused('not-a-token');
  if (token.length > MAX_TOKEN_BYTES) throw new TokenRefused('too-long');
  const [head, body, signature, ...rest] = token.split('.');
  if (!head || !body || !signature || rest.length > 0) throw new TokenRefused('not-three-parts');
  if (head.length > MAX_HEADER_BYTES) throw new TokenRefused('too-long');
  const header = readHeader(decodeBase64url(head));
  const payload = decodeBase64url(body);
  const mac = decodeBase64url(signature);
  return { token, header, payload, signature: mac };
}

function readHeader(bytes: Uint8Array): UnverifiedSignature['header'] {
  const header = readObject(bytes, HEADER_LIMITS);
  if (!header) throw new TokenRefused('header-not-strict');
  const { alg, kid, typ } = header;
  if (!Object.keys(header).every((name) => HEADER_MEMBERS.has(name)))
    throw new TokenRefused('header-members');
  if (typeof alg !== 'string') throw new TokenRefused('algorithm');
  if (typeof kid !== 'string' || !isKeyId(kid)) throw new TokenRefused('key-id');
  if (typ !== undefined && typeof typ !== 'string') throw new TokenRefused('typ');
  return { alg, kid, typ };
}

/**
 * True for the key identifiers that we register and look up. Names that every object has are none:
 * node-jose keeps keys in a plain object.
 */
export function isKeyId(kid: string): boolean {
  return KEY_ID.test(kid) && !(kid in Object.prototype);
}

/** The bytes behind canonical base64url without padding (RFC 4648, 5). @throws TokenRefused */
export function decodeBase64url(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new TokenRefused('not-base64url');
  return bytes;
}

function readObject(
  bytes: Uint8Array,
  limits: JsonLimits,
): Readonly<Record<string, unknown>> | undefined {
  const result = parseStrictJson(bytes, limits);
  if (!result.ok || typeof result.value !== 'object' || Array.isArray(result.value))
    return undefined;
  return result.value === null ? undefined : { ...result.value };
}
