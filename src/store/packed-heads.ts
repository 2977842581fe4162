import type { FactRecord } from '../flows/ports.ts';

/**
 * The heads of a sheet as they are sealed. Facts of one sheet repeat each other — dossiers, resources,
 * labels, the places they come from — so every text and list stands once and rows point to it: a sheet
 * is half as long, and opening it makes each text once.
 */
interface Packed {
  readonly v: 1;
  readonly texts: readonly string[];
  readonly lists: readonly (readonly string[])[];
  readonly rows: readonly Row[];
}

/** Places in `texts` and `lists`; NONE for what is absent. */
type Row = readonly [
  id: string,
  source: number,
  labels: number,
  subjects: number,
  law: number,
  dossier: number,
  type: number,
  key: number,
  since: number,
  mapping: number,
  involvement: number,
  /** Up to and with the last slash, and the rest, of each place. */
  places: readonly (number | string)[],
];

const NONE = -1;

/** What a row holds: a field that is added to facts and not here does not compile. */
const HELD: Record<keyof FactRecord, true> = {
  id: true,
  source: true,
  labels: true,
  subjects: true,
  law: true,
  dossier: true,
  places: true,
  resource: true,
  since: true,
  mapping: true,
  involvement: true,
};
const FIELDS = Object.keys(HELD).length;

/** One JSON text for the heads of a sheet. Only what {@link FactRecord} names is kept. */
export function packHeads(heads: readonly FactRecord[]): string {
  const texts = new Numbered();
  const lists = new Map<string, number>();
  const listed: (readonly string[])[] = [];
  const list = (items: readonly string[]): number => {
    const name = JSON.stringify(items);
    const known = lists.get(name);
    if (known !== undefined) return known;
    lists.set(name, listed.length);
    return listed.push(items) - 1;
  };
  const rows = heads.map((head): Row => [
    head.id,
    texts.of(head.source),
    list(head.labels),
    list(head.subjects),
    texts.of(head.law),
    texts.of(head.dossier),
    texts.of(head.resource.type),
    texts.of(head.resource.key),
    head.since,
    texts.of(head.mapping),
    texts.of(head.involvement),
    head.places.flatMap((place) => split(place, texts)),
  ]);
  return JSON.stringify({ v: 1, texts: texts.all, lists: listed, rows } satisfies Packed);
}

function split(place: string, texts: Numbered): readonly [number, string] {
  const end = place.lastIndexOf('/') + 1;
  return [texts.of(place.slice(0, end)), place.slice(end)];
}

class Numbered {
  readonly all: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(text: string | undefined): number {
    if (text === undefined) return NONE;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.all.length);
    return this.all.push(text) - 1;
  }
}

/** @throws Error for a text that {@link packHeads} did not make */
export function unpackHeads(text: string): FactRecord[] {
  const packed = JSON.parse(text) as Partial<Packed>;
  const { texts, lists, rows } = packed;
  if (packed.v !== 1 || !texts || !lists || !rows) throw new Error('heads of another format');
  return rows.map((row) => unpackRow(row, texts, lists));
}

function unpackRow(
  row: Row,
  texts: readonly string[],
  lists: readonly (readonly string[])[],
): FactRecord {
  if (row.length !== FIELDS + 1) throw new Error('heads of another format');
  const [id, source, labels, subjects, law, dossier, type, key, since, mapping, involvement] = row;
  const text = (at: number): string => texts[at] ?? '';
  return {
    id,
    source: text(source),
    labels: lists[labels] ?? [],
    subjects: lists[subjects] ?? [],
    ...(law === NONE ? {} : { law: text(law) }),
    dossier: text(dossier),
    places: placesOf(row[11], texts),
    resource: { type: text(type) as FactRecord['resource']['type'], key: text(key) },
    since,
    mapping: text(mapping),
    ...(involvement === NONE
      ? {}
      : { involvement: text(involvement) as NonNullable<FactRecord['involvement']> }),
  };
}

function placesOf(packed: readonly (number | string)[], texts: readonly string[]): string[] {
  const places: string[] = [];
  for (let i = 0; i < packed.length; i += 2)
    places.push(`${texts[Number(packed[i])] ?? ''}${packed[i + 1] ?? ''}`);
  return places;
}
