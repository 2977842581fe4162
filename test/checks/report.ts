import { writeFileSync } from 'node:fs';

/** Options that every check takes after its folders. */
export interface CheckArguments {
  readonly folders: readonly string[];
  readonly quick: boolean;
  readonly jsonFile: string | undefined;
}

/** Reads `FOLDER… [--quick] [--json FILE]`. */
export function checkArguments(argv: readonly string[]): CheckArguments {
  const at = argv.indexOf('--json');
  const jsonFile = at < 0 ? undefined : argv[at + 1];
  const folders = argv.filter((word, i) => !word.startsWith('--') && (at < 0 || i !== at + 1));
  return { folders, quick: argv.includes('--quick'), jsonFile };
}

/** Prints the closing line, writes the figures, and sets the exit code to say the same. */
export function closeCheck(
  name: string,
  { passed, failed }: { passed: number; failed: number },
  { jsonFile, figures }: { jsonFile: string | undefined; figures: unknown },
): void {
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`${name}: ${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
