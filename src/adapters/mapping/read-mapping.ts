import { drain } from '../../plan/drain.ts';
import type { JsonLine } from '../../wire/ndjson.ts';
import { oversize } from '../body-size.ts';
import type {
  Adapter,
  MappedDelivery,
  MappedFact,
  Quarantined,
  UnreadableDelivery,
  ReadingWork,
} from '../delivery.ts';
import { Check } from './check.ts';
import type { MappingIssue } from './check.ts';
import { compileLaw } from './conditions.ts';
import { Collected, FactBudget } from './collected.ts';
import type { ReadBy } from './collected.ts';
import { deliveryOf, type ReadDocument } from './compose-delivery.ts';
import { compileItem } from './items.ts';
import type { ItemRunner, Surroundings } from './items.ts';
import { holdContradictions } from './contradictions.ts';
import { mappingDocument } from './mapping-document.ts';
import type { MappingDocument } from './mapping-document.ts';
import { compileMarks } from './marks.ts';
import type { Marker } from './marks.ts';
import { plainIssues } from './plain-issues.ts';
import { checkSyntax, syntaxOf } from './syntax.ts';
import { Run, lookUp } from './scope.ts';
import { TooMuchWork } from './work.ts';
import type { FieldPath } from './field-path.ts';
import type { Scope } from './scope.ts';
import { compileDirectories } from './subjects.ts';
import { sweep } from './sweep.ts';

const DOCUMENT_BOUNDS = { depth: 40, nodes: 20_000 };
const BODY_BOUNDS = { depth: 64, nodes: 2_000_000 };

/** A mapping that can run, or everything that is wrong with the document, by place in it. */
export type ReadMapping =
  | {
      readonly ok: true;
      readonly name: string;
      readonly adapter: Adapter;
      /** Reads a body as the adapter does, and tells which rules did what. */
      readonly explain: (body: unknown) => Explained | UnreadableDelivery;
    }
  | { readonly ok: false; readonly issues: readonly MappingIssue[] };

/** What a mapping made of a body, with the rules behind it. Places are JSON pointers. */
export interface Explained {
  readonly delivery: MappedDelivery;
  /** Fact or value held back → place of its rule; absent for what no rule names. */
  readonly ruleOf: ReadonlyMap<MappedFact | Quarantined, string>;
  /** Place of an item in the body → the rule that reads it. */
  readonly readBy: ReadonlyMap<string, ReadBy>;
}

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
    recipe: { mapping: document },
    read: (body: unknown) => drain(readBody(compiled, body)),
    readInSteps: (body: unknown) => readBody(compiled, body),
    ...linesOf(parsed.data, compiled),
  };
  return { ok: true, name, adapter, explain: (body) => drain(explain(compiled, body, true)) };
}

/** Only JSON can stand on lines. */
function linesOf({ format = 'json' }: MappingDocument, compiled: Compiled): Partial<Adapter> {
  if (format !== 'json') return {};
  return { readLines: (lines: readonly JsonLine[]) => readLines(compiled, lines) };
}

interface Compiled {
  readonly label: string;
  readonly ignore: readonly FieldPath[];
  readonly directories: ReturnType<typeof compileDirectories>;
  readonly law: ReturnType<typeof compileLaw>;
  readonly items: readonly ItemRunner[];
  readonly marks: Marker;
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
    marks: compileMarks(document.items, new Check(document)),
  };
}

/** A document that the mapping reads: the body, or one line of it. */
interface Document {
  readonly value: unknown;
  readonly place: string;
}

function* readBody(compiled: Compiled, body: unknown): ReadingWork {
  const explained = yield* explain(compiled, body, false);
  return 'unreadable' in explained ? explained : explained.delivery;
}

type Explaining = Generator<undefined, Explained | UnreadableDelivery>;

/** @param told whether the rule of every fact is told; nobody asks that of a push */
function* explain(compiled: Compiled, body: unknown, told: boolean): Explaining {
  const size = oversize(body, BODY_BOUNDS);
  if (size !== undefined) return tooLarge(size);
  return yield* bounded(function* () {
    const collected = new Collected(new FactBudget(), told);
    yield* runDocument(compiled, { value: body, place: '' }, { run: new Run(), collected });
    const { ruleOf = new Map<never, string>(), readBy } = collected;
    return { delivery: deliveryOf(compiled.label, [{ place: '', collected }]), ruleOf, readBy };
  });
}

/** Every line is a document of its own; what bounds one delivery bounds all of them together. */
function readLines(compiled: Compiled, lines: readonly JsonLine[]): ReadingWork {
  const documents = lines.map(({ number, value }) => ({ value, place: `/${number}` }));
  return bounded(() => runAll(compiled, documents));
}

function tooLarge(text: string): UnreadableDelivery {
  return { unreadable: [{ place: '', code: 'too-large', text: `${text}: send it in parts` }] };
}

function* bounded<T>(
  run: () => Generator<undefined, T>,
): Generator<undefined, T | UnreadableDelivery> {
  try {
    return yield* run();
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    return tooLarge(error.message);
  }
}

function* runAll(
  compiled: Compiled,
  documents: readonly Document[],
): Generator<undefined, MappedDelivery> {
  const [run, budget] = [new Run(), new FactBudget()];
  const read: ReadDocument[] = [];
  for (const document of documents) {
    const collected = new Collected(budget);
    yield* runDocument(compiled, document, { run, collected });
    read.push({ place: document.place, collected });
    yield;
  }
  return deliveryOf(compiled.label, read);
}

interface Running {
  readonly run: Run;
  readonly collected: Collected;
}

function* runDocument(
  compiled: Compiled,
  { value, place }: Document,
  { run, collected }: Running,
): Generator<undefined, void> {
  const bare: Scope = { value, place, number: 0, run, directories: new Map() };
  const root: Scope = { ...bare, directories: compiled.directories(bare, collected) };
  for (const path of compiled.ignore) {
    const ignored = lookUp(path, root)?.place;
    if (ignored !== undefined) collected.ignored.add(ignored);
  }
  const around: Surroundings = {
    scope: root,
    subjects: () => [],
    tightened: () => [],
    law: (steering) => compiled.law(root, steering),
  };
  compiled.marks(root);
  for (const item of compiled.items) yield* item(around, collected);
  run.picked.forEach((at) => collected.steering.add(at));
  run.picked.clear();
  holdContradictions(collected);
  yield* sweep(value, place, collected);
}
