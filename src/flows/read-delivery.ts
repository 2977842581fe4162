import {
  withPlaces,
  type Adapter,
  type MappedDelivery,
  type ReadingWork,
  type Sent,
} from '../adapters/delivery.ts';
import { drain } from '../plan/drain.ts';
import { GatewayError } from './gateway-error.ts';
import { readBodyInSteps } from './read-body.ts';
import { isLines, lineOf, readLines } from './read-lines.ts';

/** An answer names every place: more than these help nobody. */
const MOST_HELD = 50_000;

/**
 * Reads one body of a source with its adapter; places are those of the body as it was sent.
 * @param mediaType as sent, in lower case; of its parameters only `; fhirVersion=…` is left
 * @throws GatewayError `unsupported-media-type` when the adapter does not take it, `unprocessable`
 *   when it cannot be read at all
 */
export function readDelivery(
  adapter: Adapter,
  mediaType: string,
  body: Uint8Array,
): MappedDelivery {
  return drain(readInSteps(adapter, mediaType, body));
}

/** The same in pieces of work, between which others may have their turn. */
export function* readInSteps(
  adapter: Adapter,
  mediaType: string,
  body: Uint8Array,
): Generator<undefined, MappedDelivery> {
  const [type = '', fhirVersion] = mediaType.split('; fhirVersion=');
  if (!adapter.accepts.includes(type)) {
    const text = `This adapter takes ${adapter.accepts.join(' or ')}.`;
    throw new GatewayError('unsupported-media-type', [{ place: 'Content-Type', text }]);
  }
  const delivery = yield* read(adapter, { type, fhirVersion }, body);
  if ('unreadable' in delivery) throw new GatewayError('unprocessable', delivery.unreadable);
  if (delivery.quarantined.length > MOST_HELD) {
    const text = `more than ${MOST_HELD} places are held back: use the mapping of this format, or send it in parts`;
    throw new GatewayError('unprocessable', [{ text }]);
  }
  return delivery;
}

interface SentAs extends Sent {
  readonly type: string;
}

function* read(adapter: Adapter, { type, ...sent }: SentAs, body: Uint8Array): ReadingWork {
  if (isLines(type)) return withPlaces(yield* readLines(adapter, body, sent), lineOf);
  const { value, placeOf } = yield* readBodyInSteps(type, body, adapter.syntax);
  yield;
  const work = adapter.readInSteps?.(value, sent);
  return withPlaces(work ? yield* work : adapter.read(value, sent), placeOf);
}
