#!/usr/bin/env -S node --max-semi-space-size=64
import { CommanderError } from 'commander';
import type { Launcher } from './cli/launcher.ts';
import { planpoortProgram } from './cli/program.ts';
import { EXIT, processTerminal } from './cli/terminal.ts';

// Whoever reads our output may have seen enough (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.refused);
});

/** Most commands only ask a gateway: the rooms are loaded by those that run them. */
const rooms = async (): Promise<Launcher> => (await import('./launch.ts')).launcher;
const launcher: Launcher = {
  serve: async (...given) => (await rooms()).serve(...given),
  embedded: async (...given) => (await rooms()).embedded(...given),
  checkPolicy: async (...given) => (await rooms()).checkPolicy(...given),
  readMapping: async (...given) => (await rooms()).readMapping(...given),
  openRecord: async (...given) => (await rooms()).openRecord(...given),
  checkpointKey: async (...given) => (await rooms()).checkpointKey(...given),
};

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
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else {
    // A fault of this program is no answer of the gateway: nobody knows how far it came.
    console.error(error);
    process.exitCode = EXIT.unanswered;
  }
}
