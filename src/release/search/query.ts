import type { DateCriterion } from './date-criterion.ts';
import type { SearchParameter } from './search-parameters.ts';

/** A search as a door hands it over; names and values as decoded from URL or form. */
export interface SearchQuery {
  readonly type: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Absolute base of the FHIR door, without a trailing slash. */
  readonly base: string;
  /** Keyed hash under this recipient's key: seals the cursors. */
  readonly seal: (...parts: readonly string[]) => string;
}

export const SEARCH_ISSUES = [
  'not-searchable',
  'unknown-parameter',
  'modifier-not-supported',
  'invalid-value',
  'invalid-cursor',
] as const;

/** Why a search cannot be done: from the request alone, never from what the plan holds. */
export interface SearchIssue {
  readonly code: (typeof SEARCH_ISSUES)[number];
  /** The parameter as named by the caller, when that is a name at all. */
  readonly parameter: string;
}

/** One condition; its values are alternatives. */
export interface Criterion {
  readonly parameter: SearchParameter;
  readonly values: readonly string[];
}

/** Which resources come along: those that `source` points to by `path`, or that point to a match. */
export interface Inclusion {
  readonly source: string;
  readonly path: readonly string[];
  /** Only targets of this type. */
  readonly target?: string;
  readonly reverse: boolean;
}

/** A search that can be done. */
export interface ParsedQuery {
  readonly type: string;
  readonly ids: readonly (readonly string[])[];
  readonly criteria: readonly Criterion[];
  readonly lastUpdated: readonly DateCriterion[];
  readonly count: number;
  readonly total: boolean;
  readonly elements?: readonly string[];
  readonly inclusions: readonly Inclusion[];
  /** Only resources after this id. */
  readonly after?: string;
  /** Parameters that may stand in a link: without the cursor and without identifiers of people. */
  readonly linked: readonly (readonly [string, string])[];
  /** False when the search itself may not stand in a link: then everything is on one page. */
  readonly pageable: boolean;
}
