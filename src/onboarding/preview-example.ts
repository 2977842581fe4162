import type { MappedFact, Quarantined } from '../adapters/delivery.ts';
import { readMapping } from '../adapters/mapping/read-mapping.ts';
import type { Explained } from '../adapters/mapping/read-mapping.ts';
import { isUnnamed } from '../adapters/mapping/sweep.ts';
import { GatewayError } from '../flows/gateway-error.ts';
import { readBody } from '../flows/read-body.ts';
import type { PlacedTree } from '../wire/placed-tree.ts';
import { describeJsonIssue, parseStrictJson } from '../wire/strict-json.ts';
import type { ExamplePreview, PreviewOutcome } from './example-preview.ts';
import { factView } from './fact-view.ts';
import { Groups } from './groups.ts';
import { mappingFaults } from './mapping-faults.ts';
import { MappingText } from './mapping-text.ts';
import { outlineOf } from './outline.ts';
import type { Fates } from './outline.ts';

const MAX_FACTS = 500;
const MAX_SUBJECTS = 200;

const FORMATS: Readonly<Record<string, ExamplePreview['format']>> = {
  'application/json': 'json',
  'text/csv': 'csv',
  'application/xml': 'xml',
};

/**
 * What a mapping makes of an example, read as the doors read it, value by value; or the lines of
 * the mapping, or the places of the example, that are wrong. Pure and bounded, like the mapping.
 * @param mapping the text of the mapping, as it was written
 * @param example the bytes of the example, as they would be pushed
 */
export function previewExample(mapping: string, example: Uint8Array): PreviewOutcome {
  const parsed = parseStrictJson(new TextEncoder().encode(mapping));
  if (!parsed.ok) {
    const at = { pointer: '', line: parsed.issue.line };
    const faults = [{ at, text: describeJsonIssue(parsed.issue), near: [] }];
    return { kind: 'mapping-faults', faults };
  }
  const text = new MappingText(mapping, parsed.value);
  const read = readMapping(parsed.value);
  if (!read.ok) return { kind: 'mapping-faults', faults: mappingFaults(read.issues, text) };
  const { name, adapter } = read;
  const [mediaType = ''] = adapter.accepts;
  const tree = attempt(() => readBody(mediaType, example, adapter.syntax));
  if ('faults' in tree) return { kind: 'example-faults', faults: tree.faults };
  const explained = read.explain(tree.value);
  if ('unreadable' in explained)
    return { kind: 'example-faults', faults: explained.unreadable.map((each) => each.text) };
  const format = FORMATS[mediaType] ?? 'json';
  return { kind: 'preview', name, format, ...account(tree, explained, text) };
}

function attempt(read: () => PlacedTree): PlacedTree | { readonly faults: readonly string[] } {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { faults: error.issues.map(({ text }) => text) };
  }
}

interface PlacedFact {
  readonly dossier: string;
  readonly fact: MappedFact;
}

function account(
  tree: PlacedTree,
  explained: Explained,
  text: MappingText,
): Omit<ExamplePreview, 'kind' | 'name' | 'format'> {
  const { delivery } = explained;
  const all = delivery.dossiers.flatMap(({ key: dossier, facts }) =>
    facts.map((fact) => ({ dossier, fact })),
  );
  const named = all.filter(({ dossier, fact }) => !isUnnamed(fact, dossier));
  const unnamed = all.filter(({ dossier, fact }) => isUnnamed(fact, dossier));
  const fates = fatesOf(named, unnamed, explained);
  const groups = new Groups(delivery.quarantined, { tree, explained, text });
  const outline = outlineOf(tree, fates, (standing, state) => groups.see(standing, state));
  const context = { explained, text, placeOf: tree.placeOf };
  return {
    mapping: delivery.mapping,
    ...outline,
    facts: named.slice(0, MAX_FACTS).map((each, i) => factView(each, i + 1, context)),
    factCount: named.length,
    unmapped: groups.unmapped(),
    held: groups.held(),
    subjects: [...new Set(named.flatMap(({ fact }) => fact.subjects))].slice(0, MAX_SUBJECTS),
  };
}

function fatesOf(
  named: readonly PlacedFact[],
  unnamed: readonly PlacedFact[],
  { delivery, readBy }: Explained,
): Fates {
  const mapped = new Map<string, number[]>();
  named.forEach(({ fact }, i) => {
    for (const place of fact.places) {
      const facts = mapped.get(place) ?? [];
      mapped.set(place, facts);
      facts.push(i + 1);
    }
  });
  return {
    mapped,
    unmapped: new Set(unnamed.flatMap(({ fact }) => fact.places)),
    quarantined: new Set(delivery.quarantined.map(({ place }: Quarantined) => place)),
    ignored: new Set(delivery.ignored),
    readBy,
  };
}
