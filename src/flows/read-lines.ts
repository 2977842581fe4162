import type { Adapter, ReadingWork, Sent } from '../adapters/delivery.ts';
import { parseNdjson, type UnreadLine } from '../wire/ndjson.ts';
import { GatewayError } from './gateway-error.ts';

/** What is sent as lines, with the reader in front of the adapters that take them. */
const LINES: ReadonlySet<string> = new Set([
  'application/fhir+ndjson',
  'application/x-ndjson',
  'application/ndjson',
]);

/** Whether a body of this media type is lines of JSON. */
export function isLines(mediaType: string): boolean {
  return LINES.has(mediaType);
}

/**
 * Reads lines of JSON with an adapter, as one delivery. A line that is no JSON is held back by its
 * number; what dossier it belongs to nobody knows, so nothing of the source is taken for complete.
 * @throws GatewayError `unprocessable` when the body is larger than its bounds or holds no line
 */
export function* readLines(adapter: Adapter, body: Uint8Array, sent: Sent): ReadingWork {
  const parsed = yield* parseNdjson(body);
  if (!parsed.ok) throw new GatewayError('unprocessable', [{ text: parsed.text }]);
  const { lines, unread } = parsed;
  if (!adapter.readLines) throw new GatewayError('unsupported-media-type');
  const delivery = yield* adapter.readLines(lines, sent);
  if ('unreadable' in delivery || unread.length === 0) return delivery;
  const quarantined = [...unread.map(heldLine), ...delivery.quarantined];
  return { ...delivery, quarantined, astray: true };
}

const heldLine = ({ number, text }: UnreadLine) =>
  ({ place: `/${number}`, code: 'unreadable', text }) as const;

/** `line 12/name/0/given`, as people find it in the body. */
export function lineOf(pointer: string): string {
  return pointer === '' ? '' : `line ${pointer.slice(1)}`;
}
