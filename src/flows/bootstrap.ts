import { GatewayError, type Issue } from './gateway-error.ts';
import { isoInstant, type Gateway } from './gateway.ts';
import { parseBody } from './parse-body.ts';
import { organisationIssues } from './register.ts';
import {
  clientDocument,
  organisationDocument,
  type ClientDocument,
  type OrganisationDocument,
} from './register-documents.ts';

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
  if ((await gateway.regions.current()).clients.size > 0) return false;
  const { organisation, client } = readDocuments(documents);
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

interface FirstDocuments {
  readonly organisation: OrganisationDocument;
  readonly client: ClientDocument;
}

/** Whoever starts with a wrong code or another organisation could not administer anything. */
function readDocuments(documents: BootstrapDocuments): FirstDocuments {
  const organisation = placed('organisation', () =>
    parseBody(organisationDocument, documents.organisation),
  );
  const client = placed('client', () => parseBody(clientDocument, documents.client));
  placed('organisation', () => refuse(organisationIssues(organisation)));
  placed('client', () => refuse(strangers(client, organisation)));
  return { organisation, client };
}

function strangers({ organisations }: ClientDocument, { id }: OrganisationDocument): Issue[] {
  const text = 'must be the organisation of the bootstrap: there is no other yet';
  return organisations.flatMap((named, index) =>
    named.id === id ? [] : [{ place: `/organisations/${index}/id`, text }],
  );
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new GatewayError('unprocessable', issues);
}

/** The places as the configuration file has them. */
function placed<T>(member: keyof BootstrapDocuments, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const prefix = `/bootstrap/${member}`;
    const issues = error.issues.map(({ place = '', text }) => ({ place: prefix + place, text }));
    throw new GatewayError(error.code, issues);
  }
}
