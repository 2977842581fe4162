import { describeJsonIssue, JSON_LIMITS, parseStrictJson } from '../wire/strict-json.ts';
import { GatewayError } from './gateway-error.ts';

/** A dossier may be a whole organisation's export: more nodes than a Bundle, no deeper. */
const DOSSIER_LIMITS = { ...JSON_LIMITS, maxNodes: 2_000_000 };

/** Media types and the reader in front of the adapters that take them. */
const READERS: Readonly<Record<string, (body: Uint8Array) => unknown>> = {
  'application/json': readJson,
  'application/fhir+json': readJson,
};

/**
 * Turns a pushed body into the neutral tree that adapters read.
 * @throws GatewayError `unprocessable` with line and column when the text is not well formed,
 *   `unsupported-media-type` when no reader takes it
 */
export function readBody(mediaType: string, body: Uint8Array): unknown {
  const read = READERS[mediaType];
  if (read) return read(body);
  const text = `Send one of ${Object.keys(READERS).join(', ')}.`;
  throw new GatewayError('unsupported-media-type', [{ place: 'Content-Type', text }]);
}

function readJson(body: Uint8Array): unknown {
  const parsed = parseStrictJson(body, DOSSIER_LIMITS);
  if (parsed.ok) return parsed.value;
  throw new GatewayError('unprocessable', [{ text: describeJsonIssue(parsed.issue) }]);
}
