import { GatewayRefused, GatewayUnreachable, NoGateway } from './gateway-faults.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Says what went wrong in sentences, and which exit code goes with it. */
export function report(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof GatewayRefused) {
    terminal.complain(`The gateway answered ${error.status}.`);
    for (const fault of error.faults) terminal.complain(`  ${fault}`);
    return error.status >= 500 ? EXIT.unanswered : EXIT.refused;
  }
  if (error instanceof GatewayUnreachable) {
    const hint = error instanceof NoGateway ? 'Is the address right?' : 'Is the gateway running?';
    terminal.complain(`${capital(error.message)}. ${hint}`);
    return EXIT.unanswered;
  }
  if (error instanceof UsageError) {
    terminal.complain(error.message);
    return EXIT.usage;
  }
  if (isSystemFault(error)) {
    terminal.complain(`this machine refused: ${describeSystemFault(error)}`);
    return EXIT.usage;
  }
  throw error;
}

/** A fault of the operating system: a file, a folder, a port. Its message names only that. */
function isSystemFault(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
}

function describeSystemFault({ code = '', path, message }: NodeJS.ErrnoException): string {
  if (code === 'EEXIST') return `${path ?? 'the file'} is there already, and is not overwritten`;
  if (code === 'ENOENT') return `there is no file or folder ${path ?? 'of this name'}`;
  if (code === 'EADDRINUSE') return `another program uses this port (${message})`;
  return message;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
