import { createPublicKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { parseCheckpoint } from '../audit/checkpoint.ts';
import { verifyRecord, type RecordReader, type RecordReport } from '../audit/verify-record.ts';
import type { GatewayClient } from './gateway-client.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Name under which a gateway signs its checkpoints. */
export const CHECKPOINT_SIGNER = 'planpoort';

/** An older checkpoint with the key that must have signed it. */
export interface KeptCheckpoint {
  readonly checkpoint: string;
  /** Public key file (PEM). */
  readonly key: string;
}

/** Verifies a record from its data alone and names the first place where it is not what it was. */
export async function verifyCommand(
  reader: RecordReader,
  kept: KeptCheckpoint | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const report = await verifyRecord(reader, kept && (await readKept(kept)));
  for (const line of describeReport(report)) terminal.print(line);
  return isWhole(report) ? EXIT.done : EXIT.refused;
}

async function readKept({ checkpoint, key }: KeptCheckpoint) {
  const [text, pem] = await Promise.all([readText(checkpoint), readText(key)]);
  try {
    const verifier = { name: CHECKPOINT_SIGNER, key: createPublicKey(pem) };
    return { checkpoint: parseCheckpoint(text), verifier };
  } catch {
    throw new UsageError(`${checkpoint} is no checkpoint, or ${key} is no public key`);
  }
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
}

function isWhole({ findings, checkpointGenuine }: RecordReport): boolean {
  return findings.length === 0 && checkpointGenuine;
}

function describeReport(report: RecordReport): string[] {
  const { chains, entries, findings, checkpointGenuine } = report;
  return [
    ...findings.map(({ chain, seq, kind }) => `${chain}, entry ${seq}: ${kind}`),
    ...(checkpointGenuine ? [] : ['The checkpoint was not signed with this key over these heads.']),
    `audit verify: ${chains - findings.length} chains whole, ${findings.length} not (${entries} entries)`,
  ];
}

/** Asks for a signed note over all chains: keep it where the gateway's operator cannot reach it. */
export async function checkpointCommand(
  client: GatewayClient,
  file: string | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const { text, json } = await client.ask({ method: 'POST', path: '/v1/audit/checkpoints' });
  const fields = json as { readonly checkpoint?: string } | undefined;
  const note = fields?.checkpoint ?? text;
  if (file === undefined) terminal.print(note);
  else {
    await writeFile(file, note);
    terminal.print(`${file}: keep it where the operator of the gateway cannot reach it`);
  }
  return EXIT.done;
}
