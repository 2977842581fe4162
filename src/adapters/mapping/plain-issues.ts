import type { z } from 'zod';
import { pointer } from '../json-pointer.ts';
import type { MappingIssue } from './check.ts';

type Issue = z.core.$ZodIssue;

/** What the form check of a mapping found, at the place where the writer has to change something. */
export function plainIssues(issue: Issue, around = ''): readonly MappingIssue[] {
  const base = issue.path.reduce<string>((at, step) => pointer(at, String(step)), around);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ place: pointer(base, key), text: 'is not known here' }));
  if (issue.code !== 'invalid_union') return [{ place: base, text: plainText(issue) }];
  const alternatives = issue.errors.flatMap(alternativesOf);
  const meant = alternatives.find(isMeant);
  if (meant) return meant.flatMap((inner) => plainIssues(inner, base));
  const unknown = commonUnknown(alternatives);
  if (unknown.length > 0)
    return unknown.map((key) => ({ place: pointer(base, key), text: 'is not known here' }));
  return [{ place: base, text: 'is none of the forms that may stand here' }];
}

/** What is wrong, in words of a mapping. */
function plainText(issue: Issue): string {
  if (issue.code === 'invalid_type')
    return isMissing(issue) ? 'is missing' : `must be of type ${issue.expected}`;
  if (issue.code === 'invalid_value')
    return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_format') return 'is not of the form that belongs here';
  if (issue.code === 'too_small') return 'is too short or empty';
  return issue.code === 'too_big' ? `is too long: ${issue.maximum} at most` : issue.message;
}

function isMissing({ message }: Issue): boolean {
  return message.endsWith('received undefined');
}

/** The forms of a union, those of unions in it included. */
function alternativesOf(alternative: readonly Issue[]): readonly (readonly Issue[])[] {
  const [only] = alternative;
  return alternative.length === 1 && only?.code === 'invalid_union' && only.path.length === 0
    ? only.errors.flatMap(alternativesOf)
    : [alternative];
}

/** The form that has all the members it should have: only what is in them is wrong. */
function isMeant(alternative: readonly Issue[]): boolean {
  return alternative.every(
    (issue) => issue.path.length > 0 && issue.code !== 'unrecognized_keys' && !isMissing(issue),
  );
}

/** Members that no form knows. */
function commonUnknown(alternatives: readonly (readonly Issue[])[]): readonly string[] {
  const unknown = alternatives.flatMap((alternative) =>
    alternative.flatMap((inner) =>
      inner.code === 'unrecognized_keys' && inner.path.length === 0 ? [inner.keys] : [],
    ),
  );
  const [first = [], ...others] = unknown;
  return first.filter((key) => others.every((keys) => keys.includes(key)));
}
