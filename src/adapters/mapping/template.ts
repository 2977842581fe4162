import { parseFieldPath } from './field-path.ts';
import type { FieldPath } from './field-path.ts';
import { ancestor, lookUp, textOf } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Places } from './places.ts';

type Part =
  | { readonly text: string }
  | { readonly field: FieldPath }
  /** The number of the item this many items up. */
  | { readonly up: number };

const NUMBER = /^\^*#$/;

/**
 * Text with fields in it: `contact-of:{clientId}`, `{#}` for the number of the item in its list,
 * `{^#}` for that of the item around it.
 */
export interface Template {
  readonly parts: readonly Part[];
  /** True when it holds no field: always the same text. */
  readonly constant: boolean;
}

/** @returns undefined when a brace is left open or a field is not a path */
export function parseTemplate(text: string): Template | undefined {
  const parts: Part[] = [];
  for (const [piece, field] of text.matchAll(/\{([^{}]*)\}|[^{}]+|[{}]/g)) {
    if (field === undefined) {
      if (piece === '{' || piece === '}') return undefined;
      parts.push({ text: piece });
    } else if (NUMBER.test(field)) parts.push({ up: field.length - 1 });
    else {
      const path = parseFieldPath(field);
      if (!path) return undefined;
      parts.push({ field: path });
    }
  }
  return { parts, constant: parts.every((part) => 'text' in part) };
}

/**
 * Fills a template in for an item.
 * @param places where the fields stood is added here
 * @returns undefined when a field is missing or is no single value
 */
export function fillTemplate(template: Template, scope: Scope, places: Places): string | undefined {
  const [only, second] = template.parts;
  if (only && !second && 'field' in only) return fillField(only.field, scope, places);
  const read: string[] = [];
  let all = '';
  for (const part of template.parts) {
    if ('text' in part) all += part.text;
    else if ('up' in part) all += String(ancestor(part.up, scope).number + 1);
    else {
      const found = lookUp(part.field, scope);
      const text = found && textOf(found.value)?.trim();
      if (found === undefined || text === undefined) return undefined;
      read.push(found.place);
      all += text;
    }
  }
  scope.run.put(all);
  for (const place of read) places.add(place);
  return all;
}

function fillField(field: FieldPath, scope: Scope, places: Places): string | undefined {
  const found = lookUp(field, scope);
  const text = found && textOf(found.value);
  if (found === undefined || text === undefined) return undefined;
  scope.run.put(text);
  places.add(found.place);
  return text;
}
