import { GatewayError } from '../flows/gateway-error.ts';
import { readBody } from '../flows/read-body.ts';
import type { CsvSeparator } from '../wire/scan-csv.ts';
import type { ExamplePreview } from './example-preview.ts';

type Format = ExamplePreview['format'];

/** An example without a mapping, as far as it can be read. */
export interface ReadExample {
  readonly format: Format;
  readonly value: unknown;
  /** Present where the header leaves it open. */
  readonly separator?: CsvSeparator;
}

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  xml: 'application/xml',
};
const SEPARATORS: readonly (CsvSeparator | undefined)[] = [undefined, ';', ',', '\t'];

/**
 * Reads an example in the format that its first sign tells.
 * @returns what was read, or what is wrong with it
 */
export function readExample(
  bytes: Uint8Array,
): ReadExample | { readonly faults: readonly string[] } {
  const format = formatOf(bytes);
  let faults: readonly string[] = [];
  for (const separator of format === 'csv' ? SEPARATORS : [undefined]) {
    try {
      const { value } = readBody(MEDIA_TYPES[format], bytes, { csv: { separator } });
      return { format, value, ...(separator === undefined ? {} : { separator }) };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (faults.length === 0) faults = error.issues.map(({ text }) => text);
    }
  }
  return { faults };
}

/** JSON begins with a bracket or brace, XML with `<`; anything else can only be a table. */
function formatOf(bytes: Uint8Array): Format {
  const start = new TextDecoder().decode(bytes.subarray(0, 1000)).trimStart();
  if (start.startsWith('<')) return 'xml';
  return start.startsWith('{') || start.startsWith('[') ? 'json' : 'csv';
}
