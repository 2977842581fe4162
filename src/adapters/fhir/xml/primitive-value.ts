const WHOLE: ReadonlySet<string> = new Set(['integer', 'unsignedInt', 'positiveInt']);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * The value of an attribute as JSON writes a value of that type. What is not written as its type
 * asks stays text, of which the validator says that it is not well formed.
 */
export function primitiveValue(text: string | null, type: string): unknown {
  if (text === null) return null;
  if (type === 'boolean') return text === 'true' || (text === 'false' ? false : text);
  if (type === 'decimal' || WHOLE.has(type)) return numberOf(text);
  return text;
}

/** Numbers that a double cannot hold are refused in JSON too; here they stay text. */
function numberOf(text: string): number | string {
  if (!NUMBER.test(text)) return text;
  const value = Number(text);
  const whole = !/[.eE]/.test(text);
  return Number.isFinite(value) && (!whole || Number.isSafeInteger(value)) ? value : text;
}
