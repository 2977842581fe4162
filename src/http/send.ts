import type {
  BundleEntryResponse,
  CapabilityStatement,
  OperationOutcome,
} from '@medplum/fhirtypes';
import type { Response } from 'express';
import type { Receipt } from '../audit/entry.ts';
import { GatewayError } from '../flows/gateway-error.ts';
import { Turns } from '../flows/in-turns.ts';
import type { Answer } from '../release/answer.ts';
import { textOf } from '../release/resource-text.ts';
import { FHIR_JSON } from './media-types.ts';

/** How long after its record was asked for the bytes of a release may leave, in milliseconds (DESIGN 6.2). */
const SEND_DEADLINE_MS = 1000;

/**
 * Sends care content. There is no other function that does, and it cannot be called without the
 * receipt of the record that was written of this release.
 *
 * What has not left within a second of its record is cut off, so that a revocation answered meanwhile
 * is not followed by bytes of an earlier release for longer than that — also where the process stood
 * still in between.
 * @throws GatewayError `unavailable` when that second is over
 */
export function sendReleased(res: Response, answer: Answer, receipt: Receipt): void {
  // A receipt is only ever made by the store; this guards against a cast.
  if (!(receipt.seq > 0)) throw new TypeError('a release without a record');
  cutOffLater(res, (receipt.askedAtMs ?? -Infinity) + SEND_DEADLINE_MS - performance.now());
  const { etag, lastModified } = answer;
  if (etag !== undefined) res.set('ETag', etag);
  if (lastModified !== undefined) res.set('Last-Modified', lastModified);
  if (
    answer.status === 200 &&
    etag !== undefined &&
    holdsTag(res.req.headers['if-none-match'], etag)
  ) {
    res.status(304).end();
    return;
  }
  sendText(res.status(answer.status), FHIR_JSON, textOf(answer.resource));
}

/** Head and body leave as one text; Express would make a copy of the body first. */
function sendText(res: Response, type: string, text: string): void {
  res.setHeader('Content-Type', type);
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text, 'utf8');
}

function cutOffLater(res: Response, leftMs: number): void {
  if (!(leftMs > 0))
    throw new GatewayError('unavailable', [{ text: 'This took too long; ask again.' }]);
  const timer = setTimeout(() => res.socket?.resetAndDestroy(), leftMs);
  res.once('close', () => clearTimeout(timer));
}

/** Weak comparison of entity tags (RFC 9110, 8.8.3.2 and 13.1.2). */
function holdsTag(header: string | undefined, etag: string): boolean {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return (
    header?.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag)) ?? false
  );
}

/** Sends a document that is not care content: administration, discovery, receipts; held against openapi.yaml in tests. */
export function sendJson(res: Response, status: number, document: unknown): void {
  res.status(status).type('application/json').json(document);
}

/** Items of a list that are written in one go. */
const ITEMS_AT_ONCE = 1000;

/**
 * The same for a document that may hold long lists: written piece by piece, so that others get their
 * turn between the pieces.
 */
export async function sendLongJson(res: Response, status: number, document: object): Promise<void> {
  const members = Object.entries(document) as readonly (readonly [string, unknown])[];
  const isLong = members.some(([, value]) => Array.isArray(value) && value.length > ITEMS_AT_ONCE);
  if (!isLong) {
    sendJson(res, status, document);
    return;
  }
  res.status(status).type('application/json');
  const turns = new Turns();
  for (const piece of piecesOf(members)) {
    if (turns.isOver()) await turns.next();
    if (res.destroyed) return;
    res.write(piece, 'utf8');
  }
  res.end();
}

/** The text of a JSON object, in pieces. */
function* piecesOf(members: readonly (readonly [string, unknown])[]): Generator<string, void> {
  let before = '{';
  for (const [name, value] of members) {
    if (value === undefined) continue;
    const start = `${before}${JSON.stringify(name)}:`;
    before = ',';
    if (!Array.isArray(value)) yield start + JSON.stringify(value);
    else yield* listPieces(start, value);
  }
  yield before === '{' ? '{}' : '}';
}

function* listPieces(start: string, items: readonly unknown[]): Generator<string, void> {
  let before = `${start}[`;
  for (let i = 0; i < items.length; i += ITEMS_AT_ONCE) {
    yield before + JSON.stringify(items.slice(i, i + ITEMS_AT_ONCE)).slice(1, -1);
    before = ',';
  }
  yield items.length === 0 ? `${before}]` : ']';
}

/** Sends a FHIR resource about the gateway itself or about the caller's own push. */
export function sendOwnResource(res: Response, status: number, resource: OwnResource): void {
  sendText(res.status(status), FHIR_JSON, JSON.stringify(resource));
}

/** Resources that never hold care content. */
export type OwnResource = CapabilityStatement | OperationOutcome | PushOutcome;

/** The answer to a pushed Bundle: outcomes per entry, no resources. */
export interface PushOutcome {
  readonly resourceType: 'Bundle';
  readonly type: 'transaction-response' | 'batch-response';
  readonly entry: readonly { readonly response: BundleEntryResponse }[];
}
