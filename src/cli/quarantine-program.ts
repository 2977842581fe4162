import type { Command } from 'commander';
import {
  askingCommand,
  clientOf,
  run,
  type AskingOptions,
  type CommandLine,
} from './command-line.ts';
import {
  discardHeld,
  listHeld,
  rehearseMapping,
  replayHeld,
  showHeld,
  type QuarantineOptions,
} from './quarantine-commands.ts';
import { UsageError } from './usage-error.ts';

type Options = AskingOptions & QuarantineOptions;

/** `planpoort quarantine …`: what was held back of one's own deliveries. */
export function addQuarantineCommands(program: Command, line: CommandLine): void {
  const { terminal } = line;
  const quarantine = program
    .command('quarantine')
    .description('what was held back of your deliveries: list, show, rehearse, replay, discard');
  filtered(askingCommand(quarantine, 'list', 'what is held back, by what would repair it')).action(
    (options: Options) =>
      run(line, async () => listHeld(await clientOf(options), options, terminal)),
  );
  askingCommand(quarantine, 'show <delivery>', 'where and why something was held back')
    .option('--json', 'print the answer as the gateway gave it')
    .action((delivery: string, options: Options) =>
      run(line, async () => showHeld(await clientOf(options), delivery, { options, terminal })),
    );
  const replay = 'read one delivery again, or all that may be repaired';
  filtered(askingCommand(quarantine, 'replay [delivery]', replay))
    .option('--dry-run', 'show what would be stored, store nothing')
    .option('--key <text>', 'idempotency key: a repeat gets the first answer')
    .action((delivery: string | undefined, options: Options) =>
      run(line, async () => replayHeld(await clientOf(options), delivery, { options, terminal })),
    );
  const rehearse = 'what a mapping file would repair, before it is registered';
  filtered(askingCommand(quarantine, 'rehearse <mapping-file>', rehearse)).action(
    (file: string, options: Options) =>
      run(line, async () => rehearseMapping(await clientOf(options), file, { options, terminal })),
  );
  askingCommand(quarantine, 'discard [delivery]', 'discard one held delivery, or --all of them')
    .option('--all', 'everything, and the key under which it is sealed')
    .option('--key <text>', 'idempotency key: a repeat gets the first answer')
    .action((delivery: string | undefined, options: Options & { all?: boolean }) =>
      run(line, async () => {
        if ((delivery === undefined) !== (options.all === true))
          throw new UsageError('name one delivery, or say --all');
        return discardHeld(await clientOf(options), { delivery, key: options.key }, terminal);
      }),
    );
}

function filtered(command: Command): Command {
  return command
    .option('--code <code>', 'only with this reason')
    .option('--adapter <name>', 'only of this adapter')
    .option('--mapping <version>', 'only read with this name and version')
    .option('--json', 'print the answer as the gateway gave it');
}
