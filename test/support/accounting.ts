import type { MappedDelivery } from '../../src/plan/delivery.ts';
import type { XmlElement } from '../../src/wire/xml-elements.ts';
import type { PlacedTree } from '../../src/wire/placed-tree.ts';

/** JSON pointers of every value that says something: no null, no blank text. */
export function leavesOf(value: unknown, place = ''): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string' && value.trim() === '') return [];
  if (typeof value !== 'object') return [place];
  const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, `${place}/${escape(name)}`),
  );
}

/** The values of a body that a delivery does not account for: no fact, not held back, not ignored. */
export function unaccounted(
  body: unknown,
  delivery: MappedDelivery,
  placeOf: PlacedTree['placeOf'] = (pointer) => pointer,
): string[] {
  const exact = new Set(delivery.dossiers.flatMap((d) => d.facts.flatMap((f) => f.places)));
  const whole = new Set([...delivery.ignored, ...delivery.quarantined.map((q) => q.place)]);
  const covered = (leaf: string): boolean => {
    if (exact.has(placeOf(leaf))) return true;
    for (let place = leaf; ; place = place.slice(0, place.lastIndexOf('/'))) {
      if (whole.has(placeOf(place))) return true;
      if (place === '') return false;
    }
  };
  return leavesOf(body).filter((leaf) => !covered(leaf));
}

/** Places of everything that an XML document says: values and other attributes, and loose text. */
export function leavesOfXml({ place, text, attributes, children }: XmlElement): string[] {
  const said = attributes
    .filter(({ namespace }) => namespace === '')
    .map(({ name }) => (name === 'value' ? place : `${place}/@${name}`));
  return [...said, ...(text.trim() === '' ? [] : [place]), ...children.flatMap(leavesOfXml)];
}

/** The places of an XML body that a delivery does not account for. */
export function unaccountedXml(root: XmlElement, delivery: MappedDelivery): string[] {
  const exact = new Set(delivery.dossiers.flatMap((d) => d.facts.flatMap((f) => f.places)));
  const whole = new Set([...delivery.ignored, ...delivery.quarantined.map((q) => q.place)]);
  const covered = (leaf: string): boolean => {
    for (let place = leaf; place !== ''; place = place.slice(0, place.lastIndexOf('/')))
      if (whole.has(place)) return true;
    return exact.has(leaf);
  };
  return leavesOfXml(root).filter((leaf) => !covered(leaf));
}
