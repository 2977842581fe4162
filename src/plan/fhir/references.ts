/**
 * Which resource type a literal reference names (https://hl7.org/fhir/R4/references.html).
 * `undefined` = it does not say (`#fragment`, `urn:uuid:…`), `null` = not a reference at all.
 */
export function referencedType(reference: string): string | null | undefined {
  if (reference.startsWith('#') || reference.startsWith('urn:')) return undefined;
  const conditional = /^([A-Z][A-Za-z]+)\?./.exec(reference);
  if (conditional) return conditional[1];
  const literal = LITERAL.exec(reference);
  if (literal) return literal[1];
  return /^https?:\/\/./.test(reference) ? undefined : null;
}

const LITERAL =
  /^(?:https?:\/\/.+\/)?([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** The type and the logical id of a literal reference, without its version; undefined = neither. */
export function literalKey(reference: string): string | undefined {
  const literal = LITERAL.exec(reference);
  if (!literal) return undefined;
  const bare = reference.replace(/\/_history\/.*$/, '');
  return bare.slice(bare.lastIndexOf('/', bare.lastIndexOf('/') - 1) + 1);
}
