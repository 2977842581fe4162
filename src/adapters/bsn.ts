/** FHIR system of the citizen service number. */
export const BSN_SYSTEM = 'http://fhir.nl/fhir/NamingSystem/bsn';
/** The same, as older systems write it. */
export const BSN_SYSTEMS: ReadonlySet<unknown> = new Set([
  BSN_SYSTEM,
  'urn:oid:2.16.840.1.113883.2.4.6.3',
]);

/** Numbers that stand for "none" in exports: unborn and unknown. */
const ABSENT = new Set(['000000000', '999999999']);

/**
 * Reads a BSN: eight digits get their leading zero, and the weighted sum must be divisible by 11.
 * @returns nine digits, or the word `absent` for the two numbers that mean none; undefined when it is no BSN
 * @see Besluit burgerservicenummer, the "elfproef"
 */
export function readBsn(text: string): string | undefined {
  if (!/^\d{8,9}$/.test(text)) return undefined;
  const digits = text.padStart(9, '0');
  if (ABSENT.has(digits)) return 'absent';
  const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
  const sum = weights.reduce((all, weight, i) => all + weight * Number(digits[i]), 0);
  return sum % 11 === 0 ? digits : undefined;
}
