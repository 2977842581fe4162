const GROUPED: Readonly<Record<'.' | ',', RegExp>> = {
  '.': /^-?(?:\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.\d+)?$/,
  ',': /^-?(?:\d+|\d{1,3}(?:[. ]\d{3})+)(?:,\d+)?$/,
};

/** No number is written longer. */
const MAX_LENGTH = 64;

/**
 * A number; `separator` is the decimal sign, the other one, or a blank, may group thousands. Amounts
 * as they are printed are numbers too: `€ 1.250,-`, `12,50-` and `(12,50)`.
 * @param times what it is multiplied by: a power of ten, or less than nothing of it
 * @returns undefined when the value is no number of this format
 */
export function readDecimal(value: unknown, separator: '.' | ',', times = 1): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? scaled(value, times) : undefined;
  const short = typeof value === 'string' && value.length <= MAX_LENGTH;
  const text = short ? signed(value, separator) : undefined;
  if (text === undefined || !GROUPED[separator].test(text)) return undefined;
  const blank = text.replaceAll(' ', '');
  const plain =
    separator === ',' ? blank.replaceAll('.', '').replace(',', '.') : blank.replaceAll(',', '');
  return scaled(Number(plain), times);
}

/** Shifts the decimal point as it is written, so that no amount is a fraction of a cent off. */
function scaled(value: number, times: number): number {
  if (times === 1 || value === 0) return value;
  const [digits, exponent = '0'] = String(value).split('e');
  const shift = Math.round(Math.log10(Math.abs(times)));
  return Math.sign(times) * Number(`${digits ?? ''}e${Number(exponent) + shift}`);
}

/** Without currency, and with its sign in front. */
function signed(text: string, separator: '.' | ','): string {
  const bare = text
    .replaceAll('\u00A0', ' ')
    .replace(/^\s*([+-]?)\s*(?:€|EUR\b)\s*/i, '$1')
    .replace(/\s*(?:€|EUR|euro)\s*$/i, '')
    .trim()
    .replace(separator === ',' ? /,(?:-{1,2}|–)$/ : /\.(?:-{1,2}|–)$/, '');
  const behind = /^([^-+()]*\d)\s*-$/.exec(bare) ?? /^\(([^-+()]*\d)\)$/.exec(bare);
  return behind ? `-${behind[1] ?? ''}` : bare.replace(/^\+\s*/, '');
}

/** True for what an amount can be multiplied by: 1, 10, 0.01 and so on, and the same below zero. */
export function isScale(times: number): boolean {
  const size = Math.abs(times);
  return size >= 1e-6 && size <= 1e6 && Number(`1e${Math.round(Math.log10(size))}`) === size;
}
