/** What became of one value of the example. */
export type LeafState = 'mapped' | 'unmapped' | 'quarantined' | 'ignored' | 'empty';

/** One line of the example as the gateway read it: a value, or what holds values. */
export interface OutlineRow {
  readonly depth: number;
  /** Name of the member, element or column; `#3` for the third of a list. */
  readonly name: string;
  /** As people find it in the file. */
  readonly place: string;
  /** Absent for what holds values. */
  readonly state?: LeafState;
  /** The beginning of the value; absent for what holds values. */
  readonly value?: string;
  /** Numbers of the facts that it is part of. */
  readonly facts: readonly number[];
}

/** Where something stands in the mapping. */
export interface MappingPlace {
  /** JSON pointer. */
  readonly pointer: string;
  /** From 1. */
  readonly line: number;
}

/** How a fact came by a label. */
export type LabelSource =
  /** The rule names it. */
  | 'rule'
  /** A code in the source means it. */
  | 'code'
  /** A field of the item, or of one around it, adds it. */
  | 'tightened'
  /** The rule gives no labels. */
  | 'none'
  /** There was no code, or one that the mapping does not know. */
  | 'unknown-code';

export interface LabelView {
  readonly code: string;
  readonly source: LabelSource;
  readonly at: MappingPlace;
}

/** Where a fact is written: to a person, by a key of the source, or to a frame of the household. */
export interface ResourceView {
  readonly type: string;
  readonly person?: string;
  readonly key?: string;
}

export interface FactView {
  /** From 1. */
  readonly number: number;
  readonly dossier: string;
  readonly resource: ResourceView;
  readonly elements: readonly { readonly path: string; readonly value: string }[];
  readonly labels: readonly LabelView[];
  /** As the source knows them. */
  readonly subjects: readonly string[];
  readonly law?: string;
  readonly places: readonly string[];
  /** The rule that made it. */
  readonly rule: MappingPlace;
  /** What it is when somebody it names is not enrolled. */
  readonly otherwise?: { readonly resource: ResourceView; readonly labels: readonly string[] };
}

/** Something that can be added to the mapping as it is. */
export interface Suggestion {
  /** The object that gets it. */
  readonly into: MappingPlace;
  /** The list in that object. */
  readonly member: 'facts' | 'items' | 'ignore';
  /** JSON text of the entry. */
  readonly entry: string;
}

/** Values at like places, which have the same fate for the same reason. */
export interface PlaceGroup {
  readonly count: number;
  /** The first few, as people find them in the file. */
  readonly places: readonly string[];
  /** The rule that is about the item they stand in. */
  readonly rule?: MappingPlace;
  /** How to map it, without choosing labels. */
  readonly map?: Suggestion;
  /** How to say that it is no content. */
  readonly ignore?: Suggestion;
}

export interface HeldGroup extends PlaceGroup {
  readonly code: string;
  readonly text: string;
}

/** What is wrong with a mapping. */
export interface MappingFault {
  readonly at: MappingPlace;
  readonly text: string;
  /** Words that may have been meant. */
  readonly near: readonly string[];
}

export interface ExamplePreview {
  readonly kind: 'preview';
  /** Name of the mapping, as in the address of the door. */
  readonly name: string;
  /** Name and version. */
  readonly mapping: string;
  /** File name extension of the format. */
  readonly format: 'json' | 'csv' | 'xml';
  readonly counts: Readonly<Record<LeafState, number>>;
  /** The first rows; `rowCount` says how many there are. */
  readonly rows: readonly OutlineRow[];
  readonly rowCount: number;
  /** The first facts; `factCount` says how many there are. */
  readonly facts: readonly FactView[];
  readonly factCount: number;
  readonly unmapped: readonly PlaceGroup[];
  readonly held: readonly HeldGroup[];
  /** Everyone that the facts are about, as the source knows them; the first ones. */
  readonly subjects: readonly string[];
}

/** A preview, or why there is none. */
export type PreviewOutcome =
  | ExamplePreview
  | { readonly kind: 'mapping-faults'; readonly faults: readonly MappingFault[] }
  | { readonly kind: 'example-faults'; readonly faults: readonly string[] };
