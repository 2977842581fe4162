import { stat } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import {
  askingCommand,
  clientOf,
  run,
  type AskingOptions,
  type CommandLine,
} from './command-line.ts';
import { pushManyCommand } from './delivery/push-many-command.ts';
import { pushCommand, type PushOptions } from './push-command.ts';

type Options = AskingOptions &
  Omit<PushOptions, 'file'> & { readonly report?: string; readonly parallel: number };

const REPORT = 'planpoort-push.report.ndjson';
const MOST_PARALLEL = 16;

/** `planpoort push`: one file, told on the terminal; or many, told in a report. */
export function addPushCommand(program: Command, line: CommandLine): void {
  askingCommand(
    program,
    'push <paths...>',
    "push a dossier in the source's own format, or whole folders of them",
  )
    .requiredOption('--adapter <name>', 'fhir-r4, or the name of a registered mapping')
    .option('--media-type <type>', 'media type of the files, when their extensions do not say it')
    .option('--complete', 'this is everything about those whose files are in it')
    .option('--dry-run', 'show what would be stored, store nothing')
    .option('--key <text>', 'idempotency key of one file: a repeat gets the first answer')
    .option('--json', 'print the answer about one file as the gateway gave it')
    .option('--report <file>', `what became of each file and fact of several (${REPORT})`)
    .option('--parallel <number>', 'requests at the same time, of several files', parallel, 4)
    .action((paths: readonly string[], options: Options) =>
      run(line, async () => {
        const { terminal } = line;
        const client = await clientOf(options);
        const [file] = paths;
        if (file !== undefined && options.report === undefined && (await isOneFile(paths)))
          return pushCommand(client, { ...options, file }, terminal);
        const { report = REPORT } = options;
        return pushManyCommand(client, { ...options, paths, report }, terminal);
      }),
    );
}

/** What is not there is no folder either: the command for one file says so. */
async function isOneFile([path, ...others]: readonly string[]): Promise<boolean> {
  if (path === undefined || others.length > 0) return false;
  return !((await stat(path).catch(() => undefined))?.isDirectory() ?? false);
}

function parallel(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_PARALLEL) return count;
  throw new InvalidArgumentError(`a number from 1 to ${MOST_PARALLEL}`);
}
