/** One more segment on a JSON pointer (RFC 6901). */
export function pointer(base: string, segment: string | number): string {
  if (typeof segment === 'number') return `${base}/${segment}`;
  if (!segment.includes('~') && !segment.includes('/')) return `${base}/${segment}`;
  return `${base}/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
