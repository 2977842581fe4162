import { builtInAdapters } from '../../../src/built-in-adapters.ts';

const BUILT_IN = builtInAdapters();

/**
 * The built-in door of a format: the one of its name, else the one of its family (`fhir-stu3` goes
 * to the door of FHIR, another release of iJw to that of iJw).
 */
export function builtInDoor(format: string): string | undefined {
  const family = format.slice(0, format.indexOf('-') + 1);
  const names = BUILT_IN.map(({ name }) => name);
  return (
    names.find((name) => name === format) ??
    names.find((name) => FAMILIES.has(family) && name.startsWith(family))
  );
}

const FAMILIES: ReadonlySet<string> = new Set(['fhir-', 'ijw-', 'iwmo-']);

/**
 * What a text is sent as: the most particular type that the door takes and the text can be.
 * @param format of the mapping behind the door, which knows better than the text shows
 */
export function mediaTypeOf(door: string, text: string, format?: Syntax): string {
  const adapter = BUILT_IN.find(({ name }) => name === door);
  const syntax = format ?? syntaxOf(text);
  if (syntax === 'json' && isLines(text))
    return adapter ? 'application/fhir+ndjson' : 'application/x-ndjson';
  return adapter?.accepts.find((type) => type.endsWith(`+${syntax}`)) ?? PLAIN[syntax];
}

const PLAIN = { json: 'application/json', xml: 'application/xml', csv: 'text/csv' } as const;
export type Syntax = keyof typeof PLAIN;

/** Where a source is pushed. */
export interface Door {
  readonly name: string;
  /** Of the mapping behind it. */
  readonly syntax?: Syntax;
}

function syntaxOf(text: string): Syntax {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('<')) return 'xml';
  return start.startsWith('{') || start.startsWith('[') ? 'json' : 'csv';
}

/** Several lines, each a JSON text of its own. */
function isLines(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 && !isJson(text) && lines.every(isJson);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}
