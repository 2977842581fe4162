import { Command, InvalidArgumentError } from 'commander';
import { readAccess, type Overrides } from './credentials.ts';
import { report } from './exit-code.ts';
import { createGatewayClient, type GatewayClient } from './gateway-client.ts';
import type { Launcher } from './launcher.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** What every command works with. */
export interface CommandLine {
  readonly launcher: Launcher;
  readonly terminal: Terminal;
  /** Told once, when the command has ended. */
  readonly end: (code: ExitCode) => void;
}

/** Options of every command that talks to a gateway. */
export interface AskingOptions extends Overrides {
  readonly as: string;
}

/** Adds a command that talks to a running gateway. */
export function askingCommand(parent: Command, usage: string, summary: string): Command {
  return parent
    .command(usage)
    .description(summary)
    .requiredOption('--as <file>', 'credentials file: which client, which key, for whom')
    .option('--gateway <url>', 'address of the gateway, instead of the one in the file')
    .option('--organisation <id>', 'speak for this organisation')
    .option('--person <id>', 'the person behind the call')
    .option('--role <code>', 'in this role')
    .option('--purpose <code>', 'for this purpose');
}

/** The client that the options describe. */
export async function clientOf(options: AskingOptions): Promise<GatewayClient> {
  const { as, gateway, organisation, person, role, purpose } = options;
  const overrides = { gateway, organisation, person, role, purpose };
  return createGatewayClient(await readAccess(as, overrides));
}

/** Runs a command to its exit code; what goes wrong is said in a sentence, never as a stack. */
export async function run(line: CommandLine, command: () => Promise<ExitCode>): Promise<void> {
  try {
    line.end(await command());
  } catch (error) {
    line.end(report(error, line.terminal));
  }
}

/** @throws InvalidArgumentError that commander turns into a sentence */
export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError('a port is a number from 0 to 65535');
}
