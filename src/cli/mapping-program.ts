import type { Command } from 'commander';
import { run, type CommandLine } from './command-line.ts';
import { checkMappingCommand, previewCommand } from './mapping-commands.ts';

/** What a supplier who writes a mapping works with; neither command needs a gateway. */
export function addMappingCommands(program: Command, line: CommandLine): void {
  const { launcher, terminal } = line;
  program
    .command('mapping')
    .description('mappings of source formats')
    .command('check <file>')
    .description('check a mapping file on this machine; nothing is sent')
    .action((file: string) => run(line, () => checkMappingCommand(file, launcher, terminal)));
  program
    .command('preview <dossier>')
    .description('show what a mapping makes of a dossier file; nothing is sent')
    .requiredOption('--mapping <file>', 'the mapping file')
    .option('--json', 'print it as JSON')
    .action((dossier: string, options: { mapping: string; json?: boolean }) =>
      run(line, () => previewCommand({ ...options, dossier }, launcher, terminal)),
    );
}
