#!/usr/bin/env -S node --max-semi-space-size=64
import { CommanderError } from 'commander';
import { planpoortProgram } from './cli/program.ts';
import { EXIT, processTerminal } from './cli/terminal.ts';
import { launcher } from './launch.ts';

// Whoever reads our output may have seen enough (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.refused);
});

const program = planpoortProgram({
  launcher,
  terminal: processTerminal,
  end: (code) => {
    process.exitCode = code;
  },
});

try {
  await program.parseAsync();
} catch (error) {
  // Commander has already said what is wrong; --help and --version are no mistake.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
}
