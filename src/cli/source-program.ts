import type { Command } from 'commander';
import {
  askingCommand,
  clientOf,
  run,
  type AskingOptions,
  type CommandLine,
} from './command-line.ts';
import {
  fetchEnded,
  listSources,
  putSource,
  readFetch,
  startFetch,
  tellStatus,
} from './source-commands.ts';
import { EXIT } from './terminal.ts';

/** `planpoort source …`: sources that run a FHIR server and are fetched from. */
export function addSourceCommands(program: Command, line: CommandLine): void {
  const { terminal } = line;
  const source = program
    .command('source')
    .description('sources that run a FHIR server: register, fetch, status, list');
  askingCommand(source, 'put <file>', 'register or replace the source in this file').action(
    (file: string, options: AskingOptions) =>
      run(line, async () => {
        terminal.print(`registered ${await putSource(await clientOf(options), file)}`);
        return EXIT.done;
      }),
  );
  askingCommand(source, 'list', 'every source that is fetched from').action(
    (options: AskingOptions) =>
      run(line, async () => {
        (await listSources(await clientOf(options))).forEach((each) => terminal.print(each));
        return EXIT.done;
      }),
  );
  askingCommand(source, 'status <organisation>', 'the last run, and when the next one is').action(
    (organisation: string, options: AskingOptions) =>
      run(line, async () =>
        tellStatus(await readFetch(await clientOf(options), organisation), terminal),
      ),
  );
  askingCommand(source, 'fetch <organisation>', 'fetch now')
    .option('--wait', 'until the run has ended')
    .action((organisation: string, options: AskingOptions & { wait?: boolean }) =>
      run(line, async () => {
        const client = await clientOf(options);
        const started = await startFetch(client, organisation);
        if (options.wait) return tellStatus(await fetchEnded(client, organisation), terminal);
        terminal.print(`${organisation}  ${started.state}`);
        return EXIT.done;
      }),
    );
}
