/** Every code that a mapping replaces by what it means: it does not come out as it was written. */
export function translatedBy(mapping: unknown): ReadonlySet<string> {
  const codes = new Set<string>();
  const walk = (value: unknown, inCodes: boolean): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (inCodes) codes.add(name);
      walk(inner, inCodes || name === 'codes' || name === 'values');
      if (name === 'is' && Array.isArray(inner)) inner.forEach((code) => codes.add(String(code)));
    }
  };
  walk(mapping, false);
  return codes;
}
