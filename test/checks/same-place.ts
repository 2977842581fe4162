/**
 * A place in XML as it can be compared, however it is written: without namespaces (`env:Kop`,
 * `{urn:a}Kop`), without the number of a first element, without `text()`. Other places as they are.
 */
export function plainPlace(place: string): string {
  if (!place.startsWith('/')) return place;
  return withoutNamespaces(place)
    .replace(/\[1\]/g, '')
    .replace(/\/text\(\)$/, '');
}

/** A place without the namespaces of its elements, whether by prefix or by address. */
export function withoutNamespaces(place: string): string {
  if (!place.startsWith('/')) return place;
  return place.replace(/\/(@?)(?:\{[^}]*\}|[\w.-]+:)(?=[\w.-])/g, '/$1');
}
