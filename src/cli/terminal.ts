/** Where a command writes to; tests read it back. */
export interface Terminal {
  /** One line of result. */
  print(line: string): void;
  /** One line about what went wrong. */
  complain(line: string): void;
  /** How far it is, over the line before; absent where nobody looks on. */
  readonly progress?: ((line: string) => void) | undefined;
}

/** Control characters but the end of a line and a tab, and marks that change the direction. */
const STEERING = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * A text that steers no terminal: what a dossier or a gateway says may come from anybody. In JSON
 * it is another way of writing the same text.
 */
export function unsteering(text: string): string {
  return text.replace(STEERING, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export const processTerminal: Terminal = {
  print: (line) => void process.stdout.write(`${unsteering(line)}\n`),
  complain: (line) => void process.stderr.write(`${unsteering(line)}\n`),
  progress: process.stderr.isTTY
    ? (line) => void process.stderr.write(`\r\u001B[2K${unsteering(line)}`)
    : undefined,
};

/** How a command ended, as its exit code says it. */
export const EXIT = {
  done: 0,
  /** The gateway said no, or a check found something. */
  refused: 1,
  /** The command or a file given to it is wrong; nothing was sent. */
  usage: 2,
  /** No answer: it is not known whether anything was done. */
  unanswered: 3,
  /** A delivery of several files was made, and something in it was quarantined. */
  partly: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
