/** A FHIR value as it came over the wire. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Fields = { readonly [name: string]: Json };

/** Say where values come from; told in a line of what comes from there. */
const HIDDEN_TYPES = new Set(['Provenance', 'Organization']);
const PEOPLE = new Set(['Patient', 'Practitioner', 'RelatedPerson']);
const SOURCE_SYSTEM = /\/organisation$/;

/** What holds a resource together says nothing to a reader. */
const SILENT = new Set([
  'resourceType',
  'id',
  'meta',
  'text',
  'extension',
  'system',
  'use',
  'type',
]);

/**
 * A released Bundle as lines for a terminal: every resource with its values, names instead of
 * references where the Bundle gives a name. Shows what was released and nothing else.
 */
export function renderPlan(bundle: unknown): string[] {
  const resources = entriesOf(bundle);
  const names = namesOf(resources);
  return resources.flatMap((resource) => {
    const type = textOf(resource['resourceType']);
    if (type === 'OperationOutcome') return ['', 'Notice', ...noticeLines(resource)];
    if (HIDDEN_TYPES.has(type)) return [];
    return ['', headOf(resource, names), ...linesOf(resource, names), ...sourceLines(resource)];
  });
}

/**
 * The notice: what this recipient may not, or not always, see for this purpose; categories of which
 * the same is said stand on one line.
 */
export function noticeLines(outcome: unknown): string[] {
  const groups = new Map<string, string[]>();
  for (const text of noticeTexts(outcome)) {
    const [, about = '', told = text] = /^([^:]+): (.*)$/s.exec(text) ?? [];
    groups.set(told, [...(groups.get(told) ?? []), about].filter(Boolean));
  }
  return [...groups].map(([told, about]) =>
    about.length === 0 ? `  ${told}` : `  ${about.join(', ')}: ${told}`,
  );
}

function noticeTexts(outcome: unknown): string[] {
  return listOf(fieldsOf(outcome)['issue']).flatMap((issue) => {
    const { details, diagnostics } = fieldsOf(issue);
    const { text: dutch, _text } = fieldsOf(details);
    const text = englishOf(_text) || textOf(dutch) || textOf(diagnostics);
    return text ? [text] : [];
  });
}

/** The English text beside a Dutch one (FHIR R4, translation). */
function englishOf(translated: Json | undefined): string {
  for (const { extension } of listOf(fieldsOf(translated)['extension']).map(fieldsOf)) {
    const parts = listOf(extension).map(fieldsOf);
    const valueOf = (name: string, type: string) =>
      textOf(parts.find(({ url }) => url === name)?.[type]);
    if (valueOf('lang', 'valueCode') === 'en') return valueOf('content', 'valueString');
  }
  return '';
}

function entriesOf(bundle: unknown): Fields[] {
  return listOf(fieldsOf(bundle)['entry']).map((entry) => fieldsOf(fieldsOf(entry)['resource']));
}

/** What a reader calls each resource, where that was released. */
function namesOf(resources: readonly Fields[]): ReadonlyMap<string, string> {
  return new Map(
    resources.flatMap((resource) => {
      const name = nameOf(resource);
      return name ? [[referenceOf(resource), name] as const] : [];
    }),
  );
}

function nameOf({ name, description, code }: Fields): string {
  const [first] = listOf(name);
  if (first !== undefined) return humanName(fieldsOf(first));
  const named = [textOf(name), textOf(description), conceptText(fieldsOf(description))];
  return named.find(Boolean) ?? conceptText(fieldsOf(code));
}

/** The sources that may be named. */
function sourceLines({ meta }: Fields): string[] {
  const tags = listOf(fieldsOf(meta)['tag']).map(fieldsOf);
  const sources = tags.filter(({ system }) => SOURCE_SYSTEM.test(textOf(system)));
  return sources.map(({ code }) => `  (from ${textOf(code)})`);
}

function headOf(resource: Fields, names: ReadonlyMap<string, string>): string {
  const type = textOf(resource['resourceType']);
  const name = PEOPLE.has(type) ? names.get(referenceOf(resource)) : undefined;
  return name === undefined ? type : `${type} ${name}`;
}

function referenceOf(resource: Fields): string {
  return `${textOf(resource['resourceType'])}/${textOf(resource['id'])}`;
}

function linesOf(fields: Fields, names: ReadonlyMap<string, string>, indent = '  '): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (SILENT.has(name)) return [];
    if (name.startsWith('_')) return [`${indent}${name.slice(1)}: (not shown to you)`];
    const items = Array.isArray(value) ? (value as readonly Json[]) : [value];
    return items.flatMap((item) => valueLines(name, item, { names, indent }));
  });
}

function valueLines(
  name: string,
  value: Json,
  { names, indent }: { names: ReadonlyMap<string, string>; indent: string },
): string[] {
  const short = shortOf(value, names);
  if (short !== undefined) return short === '' ? [] : [`${indent}${name}: ${short}`];
  const inner = linesOf(fieldsOf(value), names, `${indent}  `);
  return inner.length === 0 ? [] : [`${indent}${name}:`, ...inner];
}

/** A datatype that reads well on one line; undefined when it does not. */
function shortOf(value: Json, names: ReadonlyMap<string, string>): string | undefined {
  if (value === null || typeof value !== 'object') return textOf(value);
  const fields = fieldsOf(value);
  if (typeof fields['reference'] === 'string') {
    // A frame has no name, and its id tells a reader nothing.
    return names.get(fields['reference']) ?? '';
  }
  if ('coding' in fields) return conceptText(fields);
  if ('family' in fields || 'given' in fields) return humanName(fields);
  if ('start' in fields || 'end' in fields) {
    return `${textOf(fields['start'])} – ${textOf(fields['end'])}`;
  }
  const plain = Object.entries(fields).filter(([name]) => !SILENT.has(name));
  if (plain.length === 0) return textOf(fields['text']);
  if (plain.every(([, item]) => item !== null && typeof item !== 'object')) {
    return plain.map(([, item]) => textOf(item)).join(' ');
  }
  return undefined;
}

function conceptText(concept: Fields): string {
  const [coding] = listOf(concept['coding']);
  const { display, code } = fieldsOf(coding);
  return textOf(concept['text']) || textOf(display) || textOf(code);
}

function humanName({ text, given, family }: Fields): string {
  if (typeof text === 'string') return textOf(text);
  return [...listOf(given).map(textOf), textOf(family)].filter(Boolean).join(' ');
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** On one line: a line of its own would look like something that the gateway says. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).replace(/\s*[\r\n\u0085\u2028\u2029]\s*/g, ' ↵ ')
    : '';
}
