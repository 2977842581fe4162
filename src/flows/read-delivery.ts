import {
  withPlaces,
  type Adapter,
  type MappedDelivery,
  type Sent,
  type UnreadableDelivery,
} from '../adapters/delivery.ts';
import { GatewayError } from './gateway-error.ts';
import { readBody } from './read-body.ts';
import { isLines, lineOf, readLines } from './read-lines.ts';

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
  const [type = '', fhirVersion] = mediaType.split('; fhirVersion=');
  if (!adapter.accepts.includes(type)) {
    const text = `This adapter takes ${adapter.accepts.join(' or ')}.`;
    throw new GatewayError('unsupported-media-type', [{ place: 'Content-Type', text }]);
  }
  const delivery = read(adapter, { type, fhirVersion }, body);
  if ('unreadable' in delivery) throw new GatewayError('unprocessable', delivery.unreadable);
  return delivery;
}

interface SentAs extends Sent {
  readonly type: string;
}

function read(
  adapter: Adapter,
  { type, ...sent }: SentAs,
  body: Uint8Array,
): MappedDelivery | UnreadableDelivery {
  if (isLines(type)) return withPlaces(readLines(adapter, body, sent), lineOf);
  const { value, placeOf } = readBody(type, body, adapter.syntax);
  return withPlaces(adapter.read(value, sent), placeOf);
}
