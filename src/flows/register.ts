import { VOCABULARY } from '../vocabulary/vocabulary.ts';
import { changeEntry } from './change-plan.ts';
import { isScheduled, sourceDocument, type SourceDocument } from './fetch/source-document.ts';
import type { RegisterFlows, RegisterList, Written } from './flows.ts';
import { decisionInstant, type Gateway } from './gateway.ts';
import { GatewayError, type Issue } from './gateway-error.ts';
import { parseBody } from './parse-body.ts';
import type { RegisterEntry, RegisterKind } from './ports.ts';
import type { Region } from './region.ts';
import {
  clientDocument,
  organisationDocument,
  purposeDocument,
  type OrganisationDocument,
} from './register-documents.ts';
import type { Call } from './requester.ts';
import { requireScope } from './scope.ts';

const ATTEMPTS = 8;

const KIND_OF_LIST = {
  organisations: 'organisation',
  clients: 'client',
  purposes: 'purpose',
  mappings: 'mapping',
  sources: 'source',
} as const satisfies Record<RegisterList, RegisterKind>;

/** Administration of the region's register by an officer (scope `policy.manage`). */
export function registerFlows(gateway: Gateway): RegisterFlows {
  return {
    list: async (call, list) => {
      requireScope(call, 'policy.manage');
      return documentsOf(await gateway.regions.current(), list);
    },
    put: async (call, { list, key }, body) => {
      requireScope(call, 'policy.manage');
      const document = documentOf(gateway, { list, key }, body);
      const kind = KIND_OF_LIST[list];
      const written = await changeRegister(gateway, call, {
        id: key,
        entriesFor: (region) => {
          if (list === 'sources') requireOrganisation(region, key);
          return [{ kind, key, document }];
        },
        changed: [`${list}/${key} set`],
      });
      // From now on it is due, also before any process has looked.
      if (list === 'sources' && isScheduled(sourceDocument.parse(document)))
        await gateway.store.fetches.schedule([key]);
      return written;
    },
  };
}

export interface RegisterChange {
  readonly id: string;
  /** Entries to write, given the register as it is; may throw to refuse. */
  readonly entriesFor: (region: Region) => readonly RegisterEntry[];
  readonly changed: readonly string[];
}

/**
 * Changes the register with its record; when this answers, no release commits under the older one.
 * @throws GatewayError `unavailable` when others keep changing it
 */
export async function changeRegister(
  gateway: Gateway,
  call: Call,
  change: RegisterChange,
): Promise<Written> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const region = await gateway.regions.current();
    const now = await decisionInstant(gateway, await gateway.store.now());
    const receipt = await gateway.store.changeRegister({
      epoch: region.epoch,
      entries: change.entriesFor(region),
      entry: changeEntry(call, { now, changed: change.changed }),
    });
    if (receipt !== 'moved') return { id: change.id };
  }
  throw new GatewayError('unavailable', [{ text: 'The register is being changed; try again.' }]);
}

function documentsOf(region: Region, list: RegisterList): readonly unknown[] {
  if (list === 'organisations') return [...region.organisations.values()];
  if (list === 'clients') return [...region.clients.values()];
  if (list === 'mappings') return [...region.mappings.values()];
  if (list === 'sources') return [...region.sources.values()];
  return [...region.register.purposes].map(([code, bases]) => ({ code, bases }));
}

/** Parses and checks one document; its own id must be the key it is put under. */
function documentOf(
  gateway: Gateway,
  { list, key }: { list: RegisterList; key: string },
  body: unknown,
): unknown {
  if (list === 'mappings') return mappingOf(gateway, key, body);
  if (list === 'sources') return sourceOf(gateway, key, body);
  if (list === 'purposes') {
    const purpose = parseBody(purposeDocument, body);
    return checked(purpose, [
      ...sameKey(purpose.code, key, '/code'),
      ...known(VOCABULARY.purposes.knows(purpose.code), '/code'),
    ]);
  }
  if (list === 'clients') {
    const client = parseBody(clientDocument, body);
    return checked(client, sameKey(client.id, key, '/id'));
  }
  const organisation = parseBody(organisationDocument, body);
  return checked(organisation, [
    ...sameKey(organisation.id, key, '/id'),
    ...organisationIssues(organisation),
  ]);
}

/** Codes of an organisation that no list knows. */
export function organisationIssues({ kind, roles, purposes, law }: OrganisationDocument): Issue[] {
  return [
    ...known(VOCABULARY.kinds.knows(kind), '/kind'),
    ...roles.flatMap((role, i) => known(VOCABULARY.roles.knows(role), `/roles/${i}`)),
    ...(purposes ?? []).flatMap((purpose, i) =>
      known(VOCABULARY.purposes.knows(purpose), `/purposes/${i}`),
    ),
    ...known(law === undefined || VOCABULARY.statutes.knows(law), '/law'),
  ];
}

function mappingOf(gateway: Gateway, key: string, body: unknown): unknown {
  const read = gateway.readMapping(body);
  if (!read.ok) throw new GatewayError('unprocessable', read.issues);
  const text = 'is the name of a format that needs no mapping: it would never be asked';
  return checked(body, [
    ...sameKey(read.name, key, '/mapping'),
    ...(gateway.builtIn.has(read.name) ? [{ place: '/mapping', text }] : []),
  ]);
}

/** A source whose addresses may be reached, with an adapter that reads FHIR. */
function sourceOf({ fetching, builtIn }: Gateway, key: string, body: unknown): SourceDocument {
  const source = parseBody(sourceDocument, body);
  const { base, token, adapter, organisation } = source;
  const reads = builtIn.get(adapter)?.accepts.includes('application/fhir+json') ?? false;
  const addresses = { '/base': base, '/token/endpoint': token.endpoint };
  const faults = Object.entries(addresses).flatMap(([place, address]) => {
    const text = fetching.servers.addressFault(address);
    return text === undefined ? [] : [{ place, text }];
  });
  const unread = { place: '/adapter', text: 'is an adapter that reads FHIR' };
  return checked(source, [
    ...sameKey(organisation, key, '/organisation'),
    ...faults,
    ...(reads ? [] : [unread]),
  ]);
}

function requireOrganisation({ organisations }: Region, key: string): void {
  const text = 'is a registered organisation';
  if (!organisations.has(key))
    throw new GatewayError('unprocessable', [{ place: '/organisation', text }]);
}

function checked<T>(document: T, issues: readonly Issue[]): T {
  if (issues.length > 0) throw new GatewayError('unprocessable', issues);
  return document;
}

function sameKey(id: string, key: string, place: string): Issue[] {
  return id === key ? [] : [{ place, text: 'must be the key in the address' }];
}

function known(isKnown: boolean, place: string): Issue[] {
  return isKnown ? [] : [{ place, text: 'is not a code of the vocabulary' }];
}
