import type { Leaf } from './leaves.ts';

/** Kinds of values that their name and their form give away, whatever the format. */
const KINDS: readonly {
  readonly name: RegExp;
  readonly value: RegExp;
  /** Labels of which one must be there; the first is the one meant. */
  readonly labels: readonly string[];
  readonly also?: (value: string) => boolean;
}[] = [
  {
    name: /^(bsn|burgerservicenummer)$/i,
    value: /^\d{8,9}$/,
    labels: ['identity.bsn'],
    also: passesElfproef,
  },
  {
    name: /^(birth_?date|geboorte_?datum|geboren|geb_?datum)$/i,
    value: /^\d{1,4}[-/.]?\d/,
    labels: ['identity.birth'],
  },
  {
    name: /^(achternaam|voornamen|roepnaam|family|given)$/i,
    value: /\p{L}/u,
    // Of a member, or of somebody who works for them.
    labels: ['identity.name', 'participation.team', 'participation.sensitive'],
  },
];

/** Labels of which a value must carry one to leave; undefined where its name does not tell. */
export function wantedLabels({ name, value }: Leaf): readonly string[] | undefined {
  return KINDS.find(
    (kind) => kind.name.test(name) && kind.value.test(value) && (kind.also?.(value) ?? true),
  )?.labels;
}

/**
 * The check on the digits of a citizen service number: nine times the first, eight times the second,
 * and so on, less the last, is a multiple of eleven.
 */
export function passesElfproef(text: string): boolean {
  const digits = Array.from(text.padStart(9, '0'), Number);
  const last = digits.pop() ?? 0;
  const sum = digits.reduce((all, digit, i) => all + digit * (9 - i), -last);
  return sum % 11 === 0;
}
