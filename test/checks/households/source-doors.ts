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

/** What a text is sent as: the most particular type that the door takes and the text can be. */
export function mediaTypeOf(door: string, text: string): string {
  const adapter = BUILT_IN.find(({ name }) => name === door);
  const syntax = syntaxOf(text);
  return adapter?.accepts.find((type) => type.endsWith(`+${syntax}`)) ?? PLAIN[syntax];
}

const PLAIN = { json: 'application/json', xml: 'application/xml', csv: 'text/csv' } as const;

function syntaxOf(text: string): keyof typeof PLAIN {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('<')) return 'xml';
  return start.startsWith('{') || start.startsWith('[') ? 'json' : 'csv';
}
