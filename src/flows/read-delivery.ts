import {
  withPlaces,
  type Adapter,
  type MappedDelivery,
  type UnreadableDelivery,
} from '../adapters/delivery.ts';
import { GatewayError } from './gateway-error.ts';
import { readBody } from './read-body.ts';
import { isLines, lineOf, readLines } from './read-lines.ts';

/**
 * Reads one body of a source with its adapter; places are those of the body as it was sent.
 * @throws GatewayError `unsupported-media-type` when the adapter does not take it, `unprocessable`
 *   when it cannot be read at all
 */
export function readDelivery(
  adapter: Adapter,
  mediaType: string,
  body: Uint8Array,
): MappedDelivery {
  if (!adapter.accepts.includes(mediaType)) {
    const text = `This adapter takes ${adapter.accepts.join(' or ')}.`;
    throw new GatewayError('unsupported-media-type', [{ place: 'Content-Type', text }]);
  }
  const delivery = read(adapter, mediaType, body);
  if ('unreadable' in delivery) throw new GatewayError('unprocessable', delivery.unreadable);
  return delivery;
}

function read(
  adapter: Adapter,
  mediaType: string,
  body: Uint8Array,
): MappedDelivery | UnreadableDelivery {
  if (isLines(mediaType)) return withPlaces(readLines(adapter, body), lineOf);
  const { value, placeOf } = readBody(mediaType, body, adapter.syntax);
  return withPlaces(adapter.read(value), placeOf);
}
