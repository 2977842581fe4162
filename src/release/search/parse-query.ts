import { parseDateCriterion } from './date-criterion.ts';
import { openCursor } from './cursor.ts';
import type { Criterion, Inclusion, ParsedQuery, SearchIssue, SearchQuery } from './query.ts';
import {
  COMMON_PARAMETERS,
  SEARCH_PARAMETERS,
  searchParameter,
  type CommonParameter,
} from './search-parameters.ts';

const PAGE = { usual: 50, largest: 200 };

/** What is found while reading the parameters one by one. */
interface Reading {
  readonly query: SearchQuery;
  readonly ids: (readonly string[])[];
  readonly criteria: Criterion[];
  readonly lastUpdated: NonNullable<ReturnType<typeof parseDateCriterion>>[];
  readonly inclusions: Inclusion[];
  count: number;
  total: boolean;
  elements?: readonly string[];
  after?: string;
}

type Read = (reading: Reading, value: string) => boolean;

const COMMON: Readonly<Record<CommonParameter, Read>> = {
  _id: (reading, value) => reading.ids.push(alternatives(value)) > 0,
  _lastUpdated: (reading, value) => {
    const criterion = parseDateCriterion(value);
    return criterion !== undefined && reading.lastUpdated.push(criterion) > 0;
  },
  _count: (reading, value) => {
    reading.count = Math.min(Number(value), PAGE.largest);
    return /^\d{1,6}$/.test(value);
  },
  _elements: (reading, value) => {
    reading.elements = [...(reading.elements ?? []), ...alternatives(value)];
    return reading.elements.every((name) => /^[a-zA-Z]+$/.test(name));
  },
  _total: (reading, value) => {
    reading.total = value !== 'none';
    return ['none', 'estimate', 'accurate'].includes(value);
  },
  _include: (reading, value) => include(reading, value, false),
  _revinclude: (reading, value) => include(reading, value, true),
  _cursor: (reading, value) => {
    const after = openCursor(reading.query, value);
    if (after !== undefined) reading.after = after;
    return after !== undefined;
  },
};

/**
 * Reads a search. Unknown parameters and modifiers are refused, never skipped: a condition that is left
 * out would answer more than was asked.
 */
export function parseQuery(query: SearchQuery): ParsedQuery | { issues: readonly SearchIssue[] } {
  if (!Object.hasOwn(SEARCH_PARAMETERS, query.type)) {
    return { issues: [{ code: 'not-searchable', parameter: '' }] };
  }
  const reading: Reading = {
    query,
    ids: [],
    criteria: [],
    lastUpdated: [],
    inclusions: [],
    count: PAGE.usual,
    total: true,
  };
  const issues = query.parameters.flatMap(([name, value]) => read(reading, name, value) ?? []);
  if (issues.length > 0) return { issues };
  const { query: asked, ...parsed } = reading;
  const linked = asked.parameters.filter(([name]) => !['_cursor', 'identifier'].includes(name));
  const pageable = !asked.parameters.some(([name]) => name === 'identifier');
  return { type: asked.type, linked, pageable, ...parsed };
}

function read(reading: Reading, name: string, value: string): SearchIssue | undefined {
  const parameter = /^[A-Za-z_-]{1,40}(:[A-Za-z-]{1,40})?$/.test(name) ? name : '';
  if (name.includes(':') || name.includes('.'))
    return { code: 'modifier-not-supported', parameter };
  const common = COMMON_PARAMETERS.find((one) => one === name);
  if (common) {
    if (COMMON[common](reading, value)) return undefined;
    return { code: common === '_cursor' ? 'invalid-cursor' : 'invalid-value', parameter };
  }
  const known = searchParameter(reading.query.type, name);
  if (!known) return { code: 'unknown-parameter', parameter };
  const values = alternatives(value);
  if (values.length === 0) return { code: 'invalid-value', parameter };
  reading.criteria.push({ parameter: known, values });
  return undefined;
}

/** Values separated by commas; a comma behind a backslash belongs to its value. */
function alternatives(value: string): readonly string[] {
  const parts = value.match(/(?:\\.|[^,\\])+/g) ?? [];
  return parts.map((part) => part.replace(/\\([,$|\\])/g, '$1'));
}

/** `Goal:subject` or `Goal:subject:Patient`. */
function include(reading: Reading, value: string, reverse: boolean): boolean {
  const [source = '', name = '', target, ...more] = value.split(':');
  const parameter = searchParameter(source, name);
  if (parameter?.kind !== 'reference' || more.length > 0) return false;
  if (!reverse && source !== reading.query.type) return false;
  const only = target ?? (parameter.patient ? 'Patient' : undefined);
  reading.inclusions.push({
    source,
    path: parameter.path,
    reverse,
    ...(only === undefined ? {} : { target: only }),
  });
  return true;
}
