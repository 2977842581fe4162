import type { Resource } from '@medplum/fhirtypes';
import { meetsDate } from './date-criterion.ts';
import type { Criterion, ParsedQuery } from './query.ts';

/** What a match may look at: released resources by `Type/id`. */
export type ReleasedIndex = ReadonlyMap<string, Resource>;

/** True when a released resource meets every condition of a search; nothing hidden can be asked. */
export function meets(
  resource: Resource,
  query: ParsedQuery,
  { base, index }: { readonly base: string; readonly index: ReleasedIndex },
): boolean {
  if (resource.resourceType !== query.type) return false;
  if (!query.ids.every((ids) => ids.includes(resource.id ?? ''))) return false;
  const at = Date.parse(resource.meta?.lastUpdated ?? '');
  if (!query.lastUpdated.every((criterion) => meetsDate(at, criterion))) return false;
  return query.criteria.every((criterion) =>
    criterion.parameter.kind === 'token'
      ? meetsToken(resource, criterion)
      : meetsReference(resource, criterion, { base, index }),
  );
}

/** Every value at a path, through lists. */
export function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return valuesAt((value as Readonly<Record<string, unknown>>)[name], rest);
}

interface Coded {
  readonly system?: string | undefined;
  readonly code: string;
}

function meetsToken(resource: Resource, { parameter, values }: Criterion): boolean {
  const coded = valuesAt(resource, parameter.path).flatMap(codesOf);
  return values.some((value) => {
    const [before, after] = value.split('|', 2);
    if (after === undefined) return coded.some(({ code }) => code === before);
    return coded.some(
      ({ system, code }) => (system ?? '') === before && (after === '' || code === after),
    );
  });
}

/** The codes of a code, a CodeableConcept or an Identifier. */
function codesOf(value: unknown): readonly Coded[] {
  if (typeof value === 'string') return [{ code: value }];
  if (typeof value !== 'object' || value === null) return [];
  const {
    coding,
    system,
    value: identifier,
  } = value as {
    coding?: readonly { system?: string; code?: string }[];
    system?: string;
    value?: string;
  };
  const codings = (coding ?? []).flatMap((one) =>
    one.code === undefined ? [] : [{ system: one.system, code: one.code }],
  );
  return identifier === undefined ? codings : [...codings, { system, code: identifier }];
}

function meetsReference(
  resource: Resource,
  { parameter, values }: Criterion,
  { base, index }: { readonly base: string; readonly index: ReleasedIndex },
): boolean {
  const targets = valuesAt(resource, [...parameter.path, 'reference']).filter(
    (target): target is string => typeof target === 'string',
  );
  const reached = parameter.patient
    ? targets.flatMap((target) => patients(target, index))
    : targets;
  return values.some((value) => {
    const wanted = value.startsWith(`${base}/`) ? value.slice(base.length + 1) : value;
    return reached.some((target) => target === wanted || target.split('/')[1] === wanted);
  });
}

/** The Patient itself, or the Patients of a household's Group as far as they are released. */
function patients(target: string, index: ReleasedIndex): readonly string[] {
  if (target.startsWith('Patient/')) return [target];
  const group = target.startsWith('Group/') ? index.get(target) : undefined;
  return group ? (valuesAt(group, ['member', 'entity', 'reference']) as readonly string[]) : [];
}
