import { UsageError } from '../usage-error.ts';
import { readBulkLines, type BulkLine } from './bulk-lines.ts';
import { PARCEL_BYTES, PARCEL_LINES, parcelOfLines } from './line-parcels.ts';
import type { Parcel } from './parcel.ts';
import { Households } from './households.ts';

const MEDIA_TYPE = 'application/fhir+ndjson';

/** Bulk Data as parcels, and how many of its lines are no resource. */
export interface BulkParcels {
  readonly parcels: readonly Parcel[];
  readonly unread: number;
}

/**
 * A FHIR Bulk Data folder (one file per type of resource) as parcels that each hold whole
 * households: every line that is about the same patients, and the practitioners they refer to,
 * from whatever file, so that each can be read by itself and called complete.
 * @throws UsageError when it must be complete and one household is more than a request can hold
 * @see https://hl7.org/fhir/uv/bulkdata/export.html
 */
export async function bulkParcels(
  files: readonly string[],
  { whole }: { readonly whole: boolean },
): Promise<BulkParcels> {
  const lines = await readBulkLines(files);
  const { households, rest } = new Households(lines).all();
  const batches = new Batches(whole);
  for (const household of households) batches.add(household);
  for (const line of rest) batches.put([line], line.length + 1);
  const parcels = batches.all().map((batch, i, { length }) => {
    const sent = [...new Set(batch)].sort(byPlace(files));
    const own = sent.filter(({ type }) => type !== 'Practitioner');
    const keys = new Set(own.flatMap(({ key }) => key ?? []));
    const name = length === 1 ? 'all lines' : `households, part ${i + 1} of ${length}`;
    return parcelOfLines(name, sent, { keys, mediaType: MEDIA_TYPE });
  });
  return { parcels, unread: lines.filter(({ key }) => key === undefined).length };
}

function byPlace(files: readonly string[]) {
  const order = new Map(files.map((file, i) => [file, i]));
  return (a: BulkLine, b: BulkLine): number =>
    (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.number - b.number;
}

const HOLDS_PEOPLE: ReadonlySet<string> = new Set(['Patient', 'RelatedPerson', 'Group']);

/** Fills requests with households, up to what one request should hold. */
class Batches {
  readonly #whole: boolean;
  readonly #batches: BulkLine[][] = [];
  #bytes = Infinity;

  constructor(whole: boolean) {
    this.#whole = whole;
  }

  add(household: readonly BulkLine[]): void {
    const bytes = sizeOf(household);
    if (bytes > LARGE_BYTES || household.length > LARGE_LINES) this.#addLarge(household, bytes);
    else this.put(household, bytes);
  }

  all(): readonly (readonly BulkLine[])[] {
    return this.#batches;
  }

  put(lines: readonly BulkLine[], bytes: number): void {
    const last = this.#batches.at(-1);
    const fits =
      this.#bytes + bytes <= PARCEL_BYTES && (last?.length ?? 0) + lines.length <= PARCEL_LINES;
    if (last && fits) last.push(...lines);
    else this.#batches.push([...lines]);
    this.#bytes = fits ? this.#bytes + bytes : bytes;
  }

  /** In parts, each with the people in it; a part is everything about nobody. */
  #addLarge(household: readonly BulkLine[], bytes: number): void {
    if (this.#whole) {
      if (bytes > MOST_BYTES || household.length > MOST_LINES) throw tooLarge(household);
      this.#batches.push([...household]);
      this.#bytes = Infinity;
      return;
    }
    const people = household.filter(({ type }) => HOLDS_PEOPLE.has(type));
    const rest = household.filter(({ type }) => !HOLDS_PEOPLE.has(type));
    let [part, size] = [[...people], 0];
    for (const line of rest) {
      if (size + line.length > PARCEL_BYTES || part.length >= people.length + PARCEL_LINES) {
        this.#batches.push(part);
        [part, size] = [[...people], 0];
      }
      part.push(line);
      size += line.length + 1;
    }
    this.#batches.push(part);
    this.#bytes = Infinity;
  }
}

/** A household goes out together up to here. */
const LARGE_BYTES = 2 * PARCEL_BYTES;
const LARGE_LINES = 10 * PARCEL_LINES;
/** What the gateway takes in one request. */
const MOST_BYTES = 25 * 1024 * 1024;
const MOST_LINES = 50_000;

function sizeOf(lines: readonly BulkLine[]): number {
  return lines.reduce((sum, { length }) => sum + length + 1, 0);
}

function tooLarge([first]: readonly BulkLine[]): UsageError {
  const where = first ? `${first.file}, line ${first.number}` : 'this folder';
  return new UsageError(
    `The household around ${where} is more than one request can hold: send this folder without --complete.`,
  );
}
