import { Command } from 'commander';
import { adminCommand } from './admin-command.ts';
import { applyFile, type Applied } from './apply.ts';
import { authorityCommand, type AuthorityOptions } from './authority-command.ts';
import { addAuditCommands } from './audit-program.ts';
import {
  askingCommand,
  clientOf,
  run,
  type AskingOptions,
  type CommandLine,
} from './command-line.ts';
import { createKeyFile } from './credentials.ts';
import { addMappingCommands } from './mapping-program.ts';
import { addPolicyCommands } from './policy-program.ts';
import { addQuarantineCommands } from './quarantine-program.ts';
import { pullCommand } from './pull-command.ts';
import { addPushCommand } from './push-program.ts';
import { addServingCommands } from './serving-program.ts';
import { addSourceCommands } from './source-program.ts';
import { EXIT } from './terminal.ts';

/** The `planpoort` command. */
export function planpoortProgram(line: CommandLine): Command {
  const program = new Command('planpoort');
  program
    .description('One plan around one household: every field by purpose, basis and consent.')
    .showHelpAfterError('(planpoort --help shows how)')
    .exitOverride();
  addServingCommands(program, line);
  addPushCommand(program, line);
  addAskingCommands(program, line);
  addAuthorityCommand(program, line);
  addMappingCommands(program, line);
  addSourceCommands(program, line);
  addQuarantineCommands(program, line);
  addPolicyCommands(program, line);
  addAuditCommands(program, line);
  return program;
}

function addAskingCommands(program: Command, line: CommandLine): void {
  const { terminal } = line;
  askingCommand(program, 'pull <plan>', 'pull what you may see of a household plan')
    .option('--json', 'print the FHIR Bundle')
    .action((plan: string, options: AskingOptions & { json?: boolean }) =>
      run(line, async () =>
        pullCommand(await clientOf(options), { plan, json: options.json }, terminal),
      ),
    );
  askingCommand(program, 'apply <file>', 'apply an administration file').action(
    (file: string, options: AskingOptions) =>
      run(line, async () => {
        for (const text of describeApplied(await applyFile(await clientOf(options), file))) {
          terminal.print(text);
        }
        return EXIT.done;
      }),
  );
  askingCommand(program, 'admin <method> <path> [file]', 'send one request to any door')
    .option('--key <text>', 'idempotency key')
    .action(
      (
        method: string,
        path: string,
        file: string | undefined,
        options: AskingOptions & { key?: string },
      ) =>
        run(line, async () =>
          adminCommand(await clientOf(options), { method, path, file, key: options.key }, terminal),
        ),
    );
  program
    .command('client-key <file>')
    .description('make a key pair: the private key goes to the file, the public one is printed')
    .option('--kid <id>', 'key identifier', 'key-1')
    .action((file: string, { kid }: { kid: string }) =>
      run(line, async () => {
        terminal.print(JSON.stringify(await createKeyFile(file, kid), null, 2));
        return EXIT.done;
      }),
    );
}

function addAuthorityCommand(program: Command, line: CommandLine): void {
  const { terminal } = line;
  askingCommand(program, 'authority <plan> <file>', 'deliver an answer on parental authority (BRP)')
    .requiredOption('--answered-at <instant>', 'when the register gave it, with offset')
    .option('--institution <bsn=organisation...>', 'who is guardian, where nobody is named')
    .option('--key <text>', 'idempotency key: a repeat gets the first answer')
    .option('--dry-run', 'show what would become of it, store nothing')
    .option('--json', 'print the answer as the gateway gave it')
    .action(
      (
        plan: string,
        file: string,
        options: AskingOptions & Omit<AuthorityOptions, 'plan' | 'file'>,
      ) =>
        run(line, async () =>
          authorityCommand(await clientOf(options), { ...options, plan, file }, terminal),
        ),
    );
}

function describeApplied({ registered, plans }: Applied): string[] {
  return [
    `${registered} entries of the register`,
    ...plans.flatMap(({ name, id, ids }) => [
      `plan ${name}  ${id}`,
      ...Object.entries(ids).map(([named, of]) => `  ${named}  ${of}`),
    ]),
  ];
}
