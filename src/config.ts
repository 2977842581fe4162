import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { lineOfPlace } from './wire/json-lines.ts';
import { describeJsonIssue, parseStrictJson } from './wire/strict-json.ts';

const file = z.string().min(1);

const storeDocument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('embedded'), directory: file }),
  z.strictObject({ kind: z.literal('postgresql'), connectionFile: file }),
]);

const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  message: 'is scheme, host and port only, such as https://fhir.intern:8443',
});
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?$/;

const configDocument = z
  .strictObject({
    /** `production` refuses what only tests may do. */
    mode: z.enum(['production', 'test']),
    /** Address under which clients know the gateway: issuer, audience, base of links. */
    publicUrl: z.url({ protocol: /^https?$/ }).refine((url) => !url.endsWith('/'), {
      message: 'has no slash at the end',
    }),
    listen: z.strictObject({ host: z.string().min(1), port: z.int().min(0).max(65535) }),
    /** Metrics, on a listener of their own; left out = no metrics. */
    operations: z
      .strictObject({ host: z.string().min(1), port: z.int().min(0).max(65535) })
      .optional(),
    store: storeDocument,
    /** How much is kept of what was held back of deliveries, per source; left out = the usual. */
    quarantine: z
      .strictObject({
        days: z.int().min(1).max(366).default(30),
        deliveries: z.int().min(0).max(10_000).default(500),
        mebibytes: z.int().min(1).max(10_240).default(100),
      })
      .optional(),
    /** Folder of official XSD files: messages are held against them in addition; left out = none. */
    messageSchemas: file.optional(),
    /** Released resources kept in memory for whoever looks again; 0 = none, left out = the usual. */
    rememberedResources: z.int().min(0).max(1_000_000).optional(),
    /** How large deliveries are read, in threads of their own; left out = the usual. */
    reading: z
      .strictObject({
        apartFromKibibytes: z.int().min(0).max(25_600).optional(),
        threads: z.int().min(1).max(64).optional(),
        seconds: z.int().min(1).max(3_600).optional(),
        mebibytes: z.int().min(256).max(65_536).optional(),
      })
      .optional(),
    /** 32 bytes or more from which every key is derived; outside the database and its backups. */
    keyFile: file,
    /** Sources that may be fetched from though their address is private: `https://fhir.intern:8443`. */
    fetch: z.strictObject({ allow: z.array(origin).max(100) }).optional(),
    /** The first organisation and client; used only while the register is empty. */
    bootstrap: z.strictObject({ organisation: z.unknown(), client: z.unknown() }).optional(),
  })
  .refine(({ mode, publicUrl }) => mode !== 'production' || publicUrl.startsWith('https://'), {
    path: ['publicUrl'],
    message: 'must be https in production',
  })
  .refine(
    ({ mode, fetch }) =>
      (fetch?.allow ?? []).every(
        (each) => each.startsWith('https://') || (mode === 'test' && LOOPBACK.test(each)),
      ),
    {
      path: ['fetch', 'allow'],
      message: 'are https; plain http is for loopback addresses with "mode": "test"',
    },
  );

/** The configuration of a gateway, checked; paths are absolute. */
export type GatewayConfig = z.infer<typeof configDocument>;

/** The configuration will not do; every line says where. */
export class ConfigFault extends Error {
  readonly lines: readonly string[];

  constructor(path: string, lines: readonly string[]) {
    super(lines.map((line) => `${path}, ${line}`).join('\n'));
    this.name = 'ConfigFault';
    this.lines = lines;
  }
}

/**
 * Reads a configuration file. There are no silent defaults for what keeps people safe: a file
 * that leaves something out is refused as a whole.
 * @throws ConfigFault naming each wrong line
 */
export async function readConfig(path: string): Promise<GatewayConfig> {
  const bytes = await readFile(path).catch(() => {
    throw new ConfigFault(path, ['the file cannot be read']);
  });
  const json = parseStrictJson(bytes);
  if (!json.ok) throw new ConfigFault(path, [describeJsonIssue(json.issue)]);
  const parsed = configDocument.safeParse(json.value, { reportInput: false });
  if (!parsed.success) throw new ConfigFault(path, faultLines(bytes, parsed.error.issues));
  return withAbsolutePaths(parsed.data, dirname(resolve(path)));
}

function faultLines(bytes: Uint8Array, issues: readonly z.core.$ZodIssue[]): string[] {
  const text = Buffer.from(bytes).toString('utf8');
  return issues.flatMap(placesOf).map(({ place, message }) => {
    const line = lineOfPlace(text, place);
    return `line ${line}: ${place.length > 0 ? `${place.join('.')}: ` : ''}${message}`;
  });
}

/** A member that nobody reads is shown where it stands, not where its object begins. */
function placesOf(issue: z.core.$ZodIssue): { place: string[]; message: string }[] {
  const around = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ place: around, message: issue.message }];
  return issue.keys.map((key) => ({ place: [...around, key], message: 'there is no such key' }));
}

function withAbsolutePaths(config: GatewayConfig, folder: string): GatewayConfig {
  const { store } = config;
  return {
    ...config,
    keyFile: resolve(folder, config.keyFile),
    ...(config.messageSchemas === undefined
      ? {}
      : { messageSchemas: resolve(folder, config.messageSchemas) }),
    store:
      store.kind === 'embedded'
        ? { ...store, directory: resolve(folder, store.directory) }
        : { ...store, connectionFile: resolve(folder, store.connectionFile) },
  };
}
