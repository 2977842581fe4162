import type { ClientDocument } from '../flows/register-documents.ts';
import type { Issue } from '../flows/gateway-error.ts';
import { importVerificationKey } from './jose.ts';
import type { VerificationKey } from './jose.ts';

type KeySet = ReadonlyMap<string, VerificationKey>;

/** Per registered document, so that a changed registration never meets keys of the former one. */
const imported = new WeakMap<ClientDocument, Promise<KeySet>>();

/** The client's key with this identifier; undefined when there is none, or none that is sound. */
export async function findClientKey(
  client: ClientDocument,
  kid: string,
): Promise<VerificationKey | undefined> {
  const known = imported.get(client) ?? importKeys(client);
  imported.set(client, known);
  return (await known).get(kid);
}

/** A set that was not checked at registration is not used at all. */
async function importKeys(client: ClientDocument): Promise<KeySet> {
  if (hasTwins(client)) return new Map();
  const keys = await Promise.all(client.jwks.keys.map(importVerificationKey));
  const sound = keys.filter((key) => typeof key !== 'string');
  return new Map(sound.map((key) => [key.kid, key]));
}

function hasTwins({ jwks }: ClientDocument): boolean {
  return new Set(jwks.keys.map(({ kid }) => kid)).size !== jwks.keys.length;
}

/**
 * What is wrong with the keys of a registration; empty when every one may be registered.
 * Places are JSON pointers into the document.
 */
export async function checkClientKeys(client: ClientDocument): Promise<readonly Issue[]> {
  const keys = await Promise.all(client.jwks.keys.map(importVerificationKey));
  const faults = keys.flatMap((key, index) =>
    typeof key === 'string' ? [{ place: `/jwks/keys/${index}`, text: key }] : [],
  );
  const twins = { place: '/jwks/keys', text: 'two keys have the same kid' };
  return hasTwins(client) ? [...faults, twins] : faults;
}
