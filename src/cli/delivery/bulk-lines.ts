import { linesOfFile, type LineAt } from './line-file.ts';

/** One line of a Bulk Data folder, and what has to be known of it to send it with what it needs. */
export interface BulkLine extends LineAt {
  /** `Type/id`; undefined when the line is no resource. */
  readonly key: string | undefined;
  readonly type: string;
  /** `Type/id` of everything it refers to or is. */
  readonly mentions: readonly string[];
}

/** A literal reference, relative or absolute (https://hl7.org/fhir/R4/references.html#literal). */
const REFERENCE = /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]*)?$/;

/** Every line of every file, read one at a time; what is no resource has no key. */
export async function readBulkLines(files: readonly string[]): Promise<readonly BulkLine[]> {
  const all: BulkLine[] = [];
  for (const file of files)
    for await (const [line, text] of linesOfFile(file)) all.push({ ...line, ...outlineOf(text) });
  return all;
}

type Outline = Pick<BulkLine, 'key' | 'type' | 'mentions'>;

function outlineOf(text: Buffer): Outline {
  const resource = resourceOf(text.toString('utf8').replace(/^\uFEFF/, ''));
  const { resourceType, id } = resource ?? {};
  if (typeof resourceType !== 'string') return { key: undefined, type: '', mentions: [] };
  const mentions = new Set<string>();
  collect(resource, mentions);
  // A list of deletions: it is about nobody that can be seen from here.
  if (resourceType === 'Bundle') return { key: resourceType, type: resourceType, mentions: [] };
  if (typeof id !== 'string') return { key: undefined, type: resourceType, mentions: [] };
  const key = `${resourceType}/${id}`;
  return { key, type: resourceType, mentions: [...mentions.add(key)] };
}

function resourceOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Literal references, wherever they stand. */
function collect(value: unknown, mentions: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'reference' && typeof member === 'string') {
      const [, key] = REFERENCE.exec(member) ?? [];
      if (key !== undefined) mentions.add(key);
    } else collect(member, mentions);
  }
}
