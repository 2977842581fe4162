import type { Command } from 'commander';
import { checkpointCommand, verifyCommand, type KeptCheckpoint } from './audit-commands.ts';
import {
  askingCommand,
  clientOf,
  run,
  type AskingOptions,
  type CommandLine,
} from './command-line.ts';
import { explainCommand } from './explain-command.ts';
import { downloadingReader, downloadRecord, fileReader } from './record-file.ts';
import { EXIT, type ExitCode } from './terminal.ts';
import { UsageError } from './usage-error.ts';

interface VerifyOptions {
  readonly config?: string;
  readonly checkpoint?: string;
  readonly key?: string;
}

/** `planpoort audit …`: what the record says, and whether it is still what it was. */
export function addAuditCommands(program: Command, line: CommandLine): void {
  const audit = program
    .command('audit')
    .description('the record: export, verify, explain, checkpoint');
  askingCommand(audit, 'export <file>', 'download the whole record into one file').action(
    (file: string, options: AskingOptions) =>
      run(line, async () => {
        const entries = await downloadRecord(downloadingReader(await clientOf(options)), file);
        line.terminal.print(`${file}: ${entries} entries`);
        return EXIT.done;
      }),
  );
  audit
    .command('verify [file]')
    .description('verify a downloaded record, or with --config the store itself')
    .option('--config <file>', 'read the store of this configuration')
    .option('--checkpoint <file>', 'an older checkpoint that was kept elsewhere')
    .option('--key <file>', 'public key that signed the checkpoint')
    .action((file: string | undefined, options: VerifyOptions) =>
      run(line, () => verify(line, file, options)),
    );
  askingCommand(audit, 'checkpoint [file]', 'get a signed note over all chains').action(
    (file: string | undefined, options: AskingOptions) =>
      run(line, async () => checkpointCommand(await clientOf(options), file, line.terminal)),
  );
  askingCommand(audit, 'explain <plan> <seq>', 'why a pull on the record released what it did')
    .option('--facts', 'also every fact, by its place in the source')
    .option('--json', 'print everything that was tried')
    .action(
      (plan: string, seq: string, options: AskingOptions & { facts?: boolean; json?: boolean }) =>
        run(line, async () =>
          explainCommand(await clientOf(options), { ...options, plan, seq }, line.terminal),
        ),
    );
  audit
    .command('key')
    .description('print the public key with which checkpoints are signed')
    .requiredOption('--config <file>', 'configuration of the gateway')
    .action(({ config }: { config: string }) =>
      run(line, async () => {
        line.terminal.print((await line.launcher.checkpointKey(config)).trimEnd());
        return EXIT.done;
      }),
    );
}

async function verify(
  { launcher, terminal }: CommandLine,
  file: string | undefined,
  { config, checkpoint, key }: VerifyOptions,
): Promise<ExitCode> {
  const kept = keptOf(checkpoint, key);
  if (file !== undefined) return verifyCommand(await fileReader(file), kept, terminal);
  if (config === undefined) throw new UsageError('name a downloaded record, or use --config FILE');
  const record = await launcher.openRecord(config);
  try {
    return await verifyCommand(record, kept, terminal);
  } finally {
    await record.close();
  }
}

function keptOf(checkpoint?: string, key?: string): KeptCheckpoint | undefined {
  if (checkpoint === undefined && key === undefined) return undefined;
  if (checkpoint !== undefined && key !== undefined) return { checkpoint, key };
  throw new UsageError('--checkpoint and --key belong together');
}
