import { builtInAdapters } from '../../../src/built-in-adapters.ts';
import type { Adapter, MappedDelivery } from '../../../src/adapters/delivery.ts';
import { readMapping } from '../../../src/adapters/mapping/read-mapping.ts';
import { readDelivery } from '../../../src/flows/read-delivery.ts';
import { settleDelivery } from '../../../src/plan/settle.ts';
import { fatesOf, type Fate } from './judge.ts';
import type { BodySyntax, Leaf } from './leaves.ts';
import { everyoneEnrolled, peopleIn, type FoundPerson } from './people.ts';
import type { Body } from './recognise.ts';

/** A way in: an adapter that every gateway has, or a mapping that is registered first. */
export interface Reader {
  readonly adapter: Adapter;
  /** The document to register; absent for what is built in. */
  readonly mapping?: unknown;
}

/** Every way in: what is built in, and the mappings given. @throws Error for a mapping with a fault */
export function allReaders(mappings: readonly unknown[]): readonly Reader[] {
  const registered = mappings.map((mapping) => {
    const read = readMapping(mapping);
    if (!read.ok) throw new Error(`a mapping is not right: ${JSON.stringify(read.issues)}`);
    return { adapter: read.adapter, mapping };
  });
  return [...builtInAdapters().map((adapter) => ({ adapter })), ...registered];
}

const TYPES: Readonly<Record<BodySyntax, RegExp>> = {
  json: /[/+]json$/,
  csv: /^text\/csv$/,
  xml: /[/+]xml$/,
  lines: /[/+](x-)?ndjson$/,
};

/** What a body of this syntax is sent as; undefined where the reader does not take it. */
export function mediaTypeFor({ adapter }: Reader, syntax: BodySyntax): string | undefined {
  return adapter.accepts.find((type) => TYPES[syntax].test(type));
}

/** How well a reader understands a body. */
export interface Understanding {
  readonly reader: Reader;
  readonly people: readonly FoundPerson[];
  /** Share of the values that become facts, the people enrolled; 0 when none does. */
  readonly share: number;
}

/** A mapping that by chance names a few of a body's values does not read its format. */
const LEAST_SHARE = 0.2;

/** The reader that makes most of a body; undefined when none makes anything of it. */
export function bestReader(
  readers: readonly Reader[],
  body: Body,
  leaves: readonly Leaf[],
): Understanding | undefined {
  const tried = readers
    .map((reader) => understanding(reader, body, leaves))
    .filter(({ share, reader }) => share > (reader.mapping === undefined ? 0 : LEAST_SHARE));
  return tried.sort((a, b) => b.share - a.share)[0];
}

function understanding(reader: Reader, body: Body, leaves: readonly Leaf[]): Understanding {
  const delivery = deliveryOf(reader, body);
  if (!delivery || leaves.length === 0) return { reader, people: [], share: 0 };
  const people = peopleIn(delivery);
  const settled = settleDelivery(delivery, 'source', everyoneEnrolled(people), {
    opaque: (...parts) => parts.join('\u0001'),
  });
  const { accepted } = settled;
  const facts = accepted.map(({ places, labels, resource }) => ({
    places,
    labels,
    resource: resource.type,
  }));
  const answer = { ...EMPTY, accepted: facts };
  return { reader, people, share: shareOf([...fatesOf(leaves, answer).values()]) };
}

/** Values that only their source will see count, but little: any mapping keeps any text so. */
function shareOf(fates: readonly Fate[]): number {
  const count = (wanted: Fate) => fates.filter((fate) => fate === wanted).length;
  return (count('mapped') + count('kept') / 100) / fates.length;
}

const EMPTY = {
  delivery: '',
  dryRun: true,
  mapping: '',
  accepted: [],
  quarantined: [],
  withdrawn: 0,
  changed: 0,
};

function deliveryOf(reader: Reader, { syntax, bytes }: Body): MappedDelivery | undefined {
  const type = mediaTypeFor(reader, syntax);
  if (type === undefined) return undefined;
  try {
    return readDelivery(reader.adapter, type, bytes);
  } catch {
    // A refusal, or a crash: either shows at the door.
    return undefined;
  }
}
