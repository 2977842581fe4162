import { oversize } from '../body-size.ts';
import type { Adapter, MappedDelivery, UnreadableDelivery } from '../delivery.ts';
import { Check } from './check.ts';
import type { MappingIssue } from './check.ts';
import { compileLaw } from './conditions.ts';
import { Collected, compileItem } from './items.ts';
import type { ItemRunner, Surroundings } from './items.ts';
import { mappingDocument } from './mapping-document.ts';
import type { MappingDocument } from './mapping-document.ts';
import { plainIssues } from './plain-issues.ts';
import { checkSyntax, syntaxOf } from './syntax.ts';
import { Run, TooMuchWork, lookUp } from './scope.ts';
import type { FieldPath, Scope } from './scope.ts';
import { compileDirectories } from './subjects.ts';
import { sweep } from './sweep.ts';

const DOCUMENT_BOUNDS = { depth: 40, nodes: 20_000 };
const BODY_BOUNDS = { depth: 64, nodes: 2_000_000 };

/** A mapping that can run, or everything that is wrong with the document, by place in it. */
export type ReadMapping =
  | { readonly ok: true; readonly name: string; readonly adapter: Adapter }
  | { readonly ok: false; readonly issues: readonly MappingIssue[] };

/**
 * Reads a mapping document and checks it: its form, every path against FHIR R4, every code against
 * the vocabulary. What passes can run on any body: it has no expressions, no patterns and no code,
 * and its work is bounded.
 * @param document the parsed JSON of a mapping; docs/onboarding-a-provider.md describes it
 */
export function readMapping(document: unknown): ReadMapping {
  const size = oversize(document, DOCUMENT_BOUNDS);
  if (size !== undefined) return { ok: false, issues: [{ place: '', text: size }] };
  const parsed = mappingDocument.safeParse(document);
  if (!parsed.success)
    return { ok: false, issues: parsed.error.issues.flatMap((i) => plainIssues(i)) };
  const check = new Check(parsed.data);
  checkSyntax(parsed.data, check);
  const compiled = compileDocument(parsed.data, check);
  if (check.issues.length > 0) return { ok: false, issues: check.issues };
  const { mapping: name } = parsed.data;
  const adapter = {
    name,
    ...syntaxOf(parsed.data),
    read: (body: unknown) => read(compiled, body),
  };
  return { ok: true, name, adapter };
}

interface Compiled {
  readonly label: string;
  readonly ignore: readonly FieldPath[];
  readonly directories: ReturnType<typeof compileDirectories>;
  readonly law: ReturnType<typeof compileLaw>;
  readonly items: readonly ItemRunner[];
}

function compileDocument(document: MappingDocument, check: Check): Compiled {
  const people = new Set(Object.keys(document.people ?? {}));
  const known = { dossier: false, subjects: false, people };
  return {
    label: `${document.mapping} ${document.version}`,
    ignore: (document.ignore ?? []).map((path, i) => check.path(path, `/ignore/${i}`)),
    directories: compileDirectories(document.people, '/people', check),
    law: compileLaw(document.law, '/law', check),
    items: document.items.map((item, i) => compileItem(item, `/items/${i}`, check, known)),
  };
}

function read(compiled: Compiled, body: unknown): MappedDelivery | UnreadableDelivery {
  const size = oversize(body, BODY_BOUNDS);
  if (size !== undefined) return { unreadable: [{ place: '', code: 'too-large', text: size }] };
  try {
    return run(compiled, body);
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    return { unreadable: [{ place: '', code: 'too-large', text: error.message }] };
  }
}

function run(compiled: Compiled, body: unknown): MappedDelivery {
  const collected = new Collected();
  const bare: Scope = { value: body, place: '', number: 0, run: new Run(), directories: new Map() };
  const root: Scope = { ...bare, directories: compiled.directories(bare, collected) };
  for (const path of compiled.ignore) {
    const place = lookUp(path, root)?.place;
    if (place !== undefined) collected.ignored.add(place);
  }
  const around: Surroundings = {
    scope: root,
    subjects: () => [],
    tightened: () => [],
    law: (steering) => compiled.law(root, steering),
  };
  for (const item of compiled.items) item(around, collected);
  sweep(body, collected);
  return {
    mapping: compiled.label,
    dossiers: [...collected.dossiers].map(([key, facts]) => ({ key, facts })),
    withdrawn: [],
    quarantined: collected.quarantined,
    aliases: collected.aliases,
    ignored: [...collected.ignored, ...collected.steering],
  };
}
