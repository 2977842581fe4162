import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createKeyFile,
  readPublicJwk,
  type CredentialsDocument,
  type PublicJwk,
} from './credentials.ts';
import type { DemoRegion } from './demo-region.ts';

/** Folder of the credentials within the demo directory; only its owner may enter. */
export function clientsFolder(directory: string): string {
  return join(directory, 'clients');
}

/** Path of an actor's credentials file. */
export function credentialsOf(directory: string, actor: string): string {
  return join(clientsFolder(directory), `${actor}.json`);
}

/**
 * Makes a key for every client that has none yet.
 * @returns the public halves by client id, as the clients register them
 */
export async function ensureClientKeys(
  directory: string,
  region: DemoRegion,
): Promise<ReadonlyMap<string, PublicJwk>> {
  const folder = clientsFolder(directory);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keys = new Map<string, PublicJwk>();
  for (const { id } of region.clients) {
    const file = join(folder, `${id}.pem`);
    const kid = `${id}-1`;
    keys.set(id, await createKeyFile(file, kid).catch(() => readPublicJwk(file, kid)));
  }
  return keys;
}

/** Writes every actor's credentials file, with the address at which the gateway listens now. */
export async function writeCredentials(
  directory: string,
  region: DemoRegion,
  gateway: string,
): Promise<void> {
  for (const { name, client, ...speaking } of region.actors) {
    const document: CredentialsDocument = {
      gateway,
      client,
      kid: `${client}-1`,
      key: `${client}.pem`,
      ...speaking,
    };
    const text = `${JSON.stringify(document, null, 2)}\n`;
    await writeFile(credentialsOf(directory, name), text, { mode: 0o600 });
  }
}
