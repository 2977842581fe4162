import { resolve } from 'node:path';
import type { Command } from 'commander';
import { portNumber, run, type CommandLine } from './command-line.ts';
import { startDemo } from './demo-command.ts';
import type { RunningGateway } from './launcher.ts';
import { EXIT, type ExitCode } from './terminal.ts';

const DEMO_PORT = 8080;

/** `planpoort serve` and `planpoort demo`: they run until they are told to stop. */
export function addServingCommands(program: Command, line: CommandLine): void {
  const { launcher, terminal } = line;
  program
    .command('serve')
    .description('run a gateway')
    .requiredOption('--config <file>', 'configuration (docs/operations.md)')
    .option('--test-clock <file>', 'decide at the instant in this file; never in production')
    .action(({ config, testClock }: { config: string; testClock?: string }) =>
      run(line, async () => {
        const running = await launcher.serve(config, testClock);
        terminal.print(`The gateway runs; clients know it as ${running.url}`);
        return untilStopped(running);
      }),
    );
  program
    .command('demo')
    .description('run the invented demo region on this machine')
    .option('--directory <dir>', 'where everything is kept', '.planpoort/demo')
    .option(
      '--port <number>',
      'the next free one is taken when it is in use',
      portNumber,
      DEMO_PORT,
    )
    .option('--test-clock <file>', 'decide at the instant in this file')
    .action((options: { directory: string; port: number; testClock?: string }) =>
      run(line, async () => {
        const directory = resolve(options.directory);
        return untilStopped(await startDemo({ ...options, directory }, launcher, terminal));
      }),
    );
}

/** Ends in order at Ctrl+C or a stop signal; a second one ends at once. */
async function untilStopped(running: RunningGateway): Promise<ExitCode> {
  await new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
  });
  await running.close();
  return EXIT.done;
}
