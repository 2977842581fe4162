import { GatewayError } from './gateway-error.ts';
import { isoInstant, type Gateway } from './gateway.ts';
import { parseBody } from './parse-body.ts';
import { clientDocument, organisationDocument } from './register-documents.ts';

/** The first organisation and its client: they register everybody else through the doors. */
export interface BootstrapDocuments {
  readonly organisation: unknown;
  readonly client: unknown;
}

const ATTEMPTS = 8;
/** No request made this change: it stands on the record with an empty trace. */
const NO_TRACE = '0'.repeat(32);

/**
 * Puts the first organisation and client into an empty register, on the record like any change.
 * A register that has a client is left alone, whatever the configuration says.
 * @returns whether this call did it
 * @throws GatewayError `unprocessable` with the places that are wrong
 */
export async function bootstrap(gateway: Gateway, documents: BootstrapDocuments): Promise<boolean> {
  const organisation = parseBody(organisationDocument, documents.organisation);
  const client = parseBody(clientDocument, documents.client);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const region = await gateway.regions.current();
    if (region.clients.size > 0) return false;
    const receipt = await gateway.store.changeRegister({
      epoch: region.epoch,
      entries: [
        { kind: 'organisation', key: organisation.id, document: organisation },
        { kind: 'client', key: client.id, document: client },
      ],
      entry: {
        v: 1,
        kind: 'change',
        actor: { organisation: organisation.id, client: client.id },
        trace: NO_TRACE,
        instant: isoInstant(await gateway.store.now()),
        outcome: 'bootstrapped',
        changed: [`organisations/${organisation.id} set`, `clients/${client.id} set`],
      },
    });
    if (receipt !== 'moved') return true;
  }
  throw new GatewayError('unavailable', [{ text: 'The register is being changed; start again.' }]);
}
