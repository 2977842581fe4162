import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { GatewayAccess } from './gateway-client.ts';
import { UsageError } from './usage-error.ts';

/** A credentials file: which gateway, which client, which key, and for whom it speaks. */
const credentialsDocument = z.strictObject({
  gateway: z.url().optional(),
  client: z.string().min(1),
  kid: z.string().min(1),
  /** Path of the private key (PEM), from the folder of this file. */
  key: z.string().min(1),
  organisation: z.string().min(1).optional(),
  person: z.string().min(1).optional(),
  role: z.string().min(1).optional(),
  purpose: z.string().min(1).optional(),
});
export type CredentialsDocument = z.infer<typeof credentialsDocument>;

/** What the command line may say over the file. */
export type Overrides = {
  readonly [name in 'gateway' | 'organisation' | 'person' | 'role' | 'purpose']?:
    string | undefined;
};

/**
 * Reads a credentials file with its key.
 * @throws UsageError naming the file and what is missing; never anything of the key
 */
export async function readAccess(file: string, overrides: Overrides = {}): Promise<GatewayAccess> {
  const document = await readDocument(file);
  const { gateway, client, kid, key, ...speaking } = { ...document, ...given(overrides) };
  if (gateway === undefined) throw new UsageError('no gateway is named: use --gateway URL');
  if (!/^https?:\/\/./.test(gateway) || !URL.canParse(gateway)) {
    throw new UsageError('the gateway is an address such as https://poort.example.nl');
  }
  const privateKey = await readPrivateKey(resolve(dirname(file), key));
  return {
    gateway: gateway.replace(/\/+$/, ''),
    client,
    kid,
    privateKey,
    ...speakingOf(speaking, file),
  };
}

/** Only what was said: an option that was left out does not hide the file. */
function given(overrides: Overrides): Overrides {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}

/** All four or none: the gateway refuses an assertion that names only some of them. */
function speakingOf(
  { organisation, person, role, purpose }: Overrides,
  file: string,
): Pick<GatewayAccess, 'speaking'> {
  if (organisation && person && role && purpose) {
    return { speaking: { organisation, person, role, purpose } };
  }
  if (!organisation && !person && !role && !purpose) return {};
  throw new UsageError(`${file}: name organisation, person, role and purpose, or none of them`);
}

async function readDocument(file: string): Promise<CredentialsDocument> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`the credentials file ${file} cannot be read`);
  });
  const json = parseJson(text);
  if (json === undefined) throw new UsageError(`${file} is no credentials file: it is not JSON`);
  const parsed = credentialsDocument.safeParse(json, { reportInput: false });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `\n  /${path.map(String).join('/')}: ${message}`,
  );
  throw new UsageError(`${file} is no credentials file:${faults.join('')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function readPrivateKey(path: string) {
  const pem = await readFile(path).catch(() => {
    throw new UsageError(`the private key ${path} cannot be read`);
  });
  try {
    return createPrivateKey(pem);
  } catch {
    throw new UsageError(`${path} holds no private key (PEM, EC P-384)`);
  }
}

/** The public half of a key as a client registers it. */
export interface PublicJwk {
  readonly kty: string;
  readonly kid: string;
  readonly alg: 'ES384';
  readonly [member: string]: string;
}

/** Makes a P-384 key pair; the private half goes to a new file that only its owner can read. */
export async function createKeyFile(path: string, kid: string): Promise<PublicJwk> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(path, pem, { mode: 0o600, flag: 'wx' });
  return publicJwk(pem, kid);
}

/** The public half of an existing private key file. */
export async function readPublicJwk(path: string, kid: string): Promise<PublicJwk> {
  return publicJwk(await readFile(path), kid);
}

function publicJwk(pem: string | Uint8Array, kid: string): PublicJwk {
  const {
    kty = '',
    crv = '',
    x = '',
    y = '',
  } = createPublicKey(Buffer.from(pem as string)).export({
    format: 'jwk',
  });
  return { kty, crv, x, y, kid, alg: 'ES384' };
}
