import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../flows/gateway-error.ts';
import { describeJsonIssue, parseStrictJson } from '../wire/strict-json.ts';
import type { Body, BodyRule } from './door.ts';

const TYPE = /^([a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+)[ \t]*(;.*)?$/i;
const FHIR_VERSION = /;[ \t]*fhirVersion[ \t]*=[ \t]*"?([^";\s]*)"?/i;
const CHARSET = /;[ \t]*charset[ \t]*=[ \t]*"?([^";]*)"?/i;

/**
 * Reads the body of one request within the bounds of its door, and parses it as the door
 * says. Only UTF-8, only as is (no content
 * encodings: what unpacks can explode), only a media type that the door names.
 * @throws GatewayError `unsupported-media-type`, `payload-too-large`, `bad-request` with the place
 */
export async function readBody(req: IncomingMessage, rule: BodyRule): Promise<Body> {
  const mediaType = mediaTypeOf(req, rule) + fhirVersionOf(req);
  if (Number(req.headers['content-length'] ?? 0) > rule.maxBytes) throw tooLarge(rule);
  const bytes = await collect(req, rule);
  return { mediaType, bytes, ...READ_AS[rule.as](bytes) };
}

const READ_AS: Record<BodyRule['as'], (bytes: Uint8Array) => Partial<Body>> = {
  json: (bytes) => ({ json: jsonOf(bytes) }),
  form: (bytes) => ({ form: parametersOf(Buffer.from(bytes).toString('latin1')) }),
  text: (bytes) => ({ text: textOf(bytes) }),
  bytes: () => ({}),
};

/** The one parameter of a media type that says how to read the body; '' when it is not there. */
function fhirVersionOf(req: IncomingMessage): string {
  const version = FHIR_VERSION.exec(req.headers['content-type'] ?? '')?.[1];
  return version === undefined ? '' : `; fhirVersion=${version}`;
}

function mediaTypeOf(req: IncomingMessage, rule: BodyRule): string {
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw unsupported('Content-Encoding', 'Send the body without content encoding.');
  const header = req.headers['content-type'] ?? '';
  const mediaType = TYPE.exec(header)?.[1]?.toLowerCase() ?? '';
  if (!rule.mediaTypes.includes(mediaType))
    throw unsupported('Content-Type', `Send one of ${rule.mediaTypes.join(', ')}.`);
  const charset = CHARSET.exec(header)?.[1] ?? 'utf-8';
  if (charset.toLowerCase() !== 'utf-8') throw unsupported('Content-Type', 'Send UTF-8.');
  return mediaType;
}

async function collect(req: IncomingMessage, rule: BodyRule): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > rule.maxBytes) throw tooLarge(rule);
    chunks.push(bytes);
  }
  if (size === 0) throw new GatewayError('bad-request', [{ text: 'The body is empty.' }]);
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
}

function unsupported(place: string, text: string): GatewayError {
  return new GatewayError('unsupported-media-type', [{ place, text }]);
}

function tooLarge({ maxBytes }: BodyRule): GatewayError {
  const text = `The body is larger than ${maxBytes} bytes.`;
  return new GatewayError('payload-too-large', [{ text }]);
}

function jsonOf(bytes: Uint8Array): unknown {
  const result = parseStrictJson(bytes);
  if (result.ok) return result.value;
  throw new GatewayError('bad-request', [{ text: describeJsonIssue(result.issue) }]);
}

function textOf(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new GatewayError('bad-request', [{ text: 'The text is not UTF-8.' }]);
  return Buffer.from(bytes).toString('utf8');
}

/**
 * The parameters of a query or form, in order. Broken percent signs, bytes that are no UTF-8 and
 * unencoded non-ASCII are refused, not repaired.
 * @throws GatewayError `bad-request`
 */
export function parametersOf(text: string): URLSearchParams {
  try {
    if (/[^\x20-\x7e]/.test(text)) throw new URIError();
    decodeURIComponent(text);
  } catch {
    throw new GatewayError('bad-request', [
      { text: 'The parameters are not percent-encoded UTF-8.' },
    ]);
  }
  return new URLSearchParams(text);
}
