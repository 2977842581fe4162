import { readFile } from 'node:fs/promises';
import type { AuthorityAnswered } from '../flows/flows.ts';
import type { GatewayClient } from './gateway-client.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface AuthorityOptions {
  readonly plan: string;
  /** An answer as the population register gave it. */
  readonly file: string;
  /** When the register gave it, ISO 8601 with offset. */
  readonly answeredAt: string;
  /** Which registered institution is guardian, `BSN=organisation`, where the answer names nobody. */
  readonly institution?: readonly string[] | undefined;
  readonly key?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Delivers an answer on parental authority and says per minor what became of it. */
export async function authorityCommand(
  client: GatewayClient,
  options: AuthorityOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { plan, key, dryRun } = options;
  const { json } = await client.ask({
    method: 'POST',
    path: `/v1/plans/${encodeURIComponent(plan)}/authority-answers${dryRun ? '?dry-run=true' : ''}`,
    body: {
      answeredAt: options.answeredAt,
      answer: await readAnswer(options.file),
      institutions: (options.institution ?? []).map(institutionOf),
    },
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
  const answered = json as AuthorityAnswered;
  if (options.json) terminal.print(JSON.stringify(answered, null, 2));
  else for (const line of describe(answered)) terminal.print(line);
  return answered.unreadable.length > 0 ? EXIT.refused : EXIT.done;
}

async function readAnswer(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(`${file} is no JSON`);
  }
}

function institutionOf(text: string): { minor: string; organisation: string } {
  const [minor = '', organisation = ''] = text.split('=');
  if (minor && organisation) return { minor, organisation };
  throw new UsageError('an institution is written BSN=organisation');
}

function describe({ dryRun, minors, unreadable }: AuthorityAnswered): string[] {
  return [
    ...(dryRun ? ['Nothing was stored (dry run).'] : []),
    ...minors.map(({ place, outcome, member, reasons }) => {
      const why = reasons.map(({ en }) => en).join('; ');
      return `${place}  ${outcome}${member ? `  ${member}` : ''}${why ? `  (${why})` : ''}`;
    }),
    ...unreadable.map(({ place, text }) => `${place}  not read: ${text}`),
  ];
}
