import { GatewayRefused, GatewayUnreachable } from './gateway-faults.ts';
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
    terminal.complain(`${capital(error.message)}. Is the gateway running?`);
    return EXIT.unanswered;
  }
  if (error instanceof UsageError) {
    terminal.complain(error.message);
    return EXIT.usage;
  }
  throw error;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
