import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Options that every check takes after its folders. */
export interface CheckArguments {
  readonly folders: readonly string[];
  readonly quick: boolean;
  readonly jsonFile: string | undefined;
  /** Folders with mappings. */
  readonly mappings: readonly string[];
}

/** Reads `FOLDER… [--quick] [--json FILE] [--mappings FOLDER]`. */
export function checkArguments(argv: readonly string[]): CheckArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    strict: false,
    options: {
      quick: { type: 'boolean' },
      json: { type: 'string' },
      mappings: { type: 'string', multiple: true },
    },
  });
  const text = (value: unknown) => (typeof value === 'string' ? [value] : []);
  return {
    folders: positionals,
    quick: values.quick === true,
    jsonFile: text(values.json)[0],
    mappings: (values.mappings ?? []).flatMap(text),
  };
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
