import type { QuarantineCode } from '../../plan/delivery.ts';
import type {
  HeldDetail,
  HeldList,
  HeldReason,
  HeldView,
  QuarantineFilter,
} from './quarantine-flows.ts';
import { isoInstant } from '../gateway.ts';
import { filtered } from './candidates.ts';
import type { CodeCounts, HeldDelivery, HeldSummary, QuarantineBounds } from './held-delivery.ts';
import { REMEDIES } from './remedies.ts';

/** What is held of a source: the reasons over everything that fits, and one page of deliveries. */
export function listView(
  held: readonly HeldSummary[],
  filter: QuarantineFilter & { readonly limit: number },
  bounds: QuarantineBounds,
): HeldList {
  const { code, adapter, mapping } = filter;
  const everything = {
    ...(code === undefined ? {} : { code }),
    ...(adapter === undefined ? {} : { adapter }),
    ...(mapping === undefined ? {} : { mapping }),
  };
  const page = filtered(held, filter);
  const shown = page.slice(0, filter.limit);
  const last = shown.at(-1);
  return {
    reasons: reasonsOf(filtered(held, everything)),
    deliveries: shown.map((each) => heldView(each, bounds)),
    ...(last && shown.length < page.length ? { next: last.delivery } : {}),
  };
}

function reasonsOf(held: readonly HeldSummary[]): readonly HeldReason[] {
  const reasons = new Map<QuarantineCode, { count: number; deliveries: number }>();
  for (const { codes } of held)
    for (const [code, count] of entriesOf(codes)) {
      const before = reasons.get(code) ?? { count: 0, deliveries: 0 };
      reasons.set(code, { count: before.count + count, deliveries: before.deliveries + 1 });
    }
  return [...reasons]
    .map(([code, counts]) => ({ code, ...counts, remedy: REMEDIES[code] }))
    .sort((a, b) => b.count - a.count);
}

function entriesOf(codes: CodeCounts): readonly [QuarantineCode, number][] {
  return Object.entries(codes) as [QuarantineCode, number][];
}

/** One held delivery without what is sealed of it. */
export function heldView(held: HeldSummary, { age }: QuarantineBounds): HeldView {
  const { delivery, adapter, mapping, mediaType, received, bytes, codes } = held;
  return {
    delivery,
    adapter,
    mapping,
    mediaType,
    received: isoInstant(received),
    expires: isoInstant(received + age),
    bytes,
    reasons: entriesOf(codes).map(([code, count]) => ({ code, count })),
  };
}

/** One held delivery with its places, as its source sees it. */
export function detailView(held: HeldDelivery, bounds: QuarantineBounds): HeldDetail {
  const { opened } = held;
  if (!opened) return { ...heldView(held, bounds), readable: false, places: [], unlisted: 0 };
  const { places, digest } = opened.reasons;
  const all = Object.values(held.codes).reduce((sum, count) => sum + count, 0);
  return {
    ...heldView(held, bounds),
    readable: true,
    sha256: digest,
    places,
    unlisted: all - places.length,
  };
}

/**
 * The same for an operator: without the digest, and with places in which only what the format itself
 * names is left. Keys of a source can be numbers or names of people.
 * @param known names that occur in the mapping; undefined for formats that are built in
 */
export function operatorView(
  held: HeldDelivery,
  bounds: QuarantineBounds,
  known: ReadonlySet<string> | undefined,
): HeldDetail {
  const { readable, places, unlisted } = detailView(held, bounds);
  return {
    ...heldView(held, bounds),
    readable,
    unlisted,
    places: places.map(({ place, code, text }) => ({ place: masked(place, known), code, text })),
  };
}

const NUMBER = /^\d{1,6}$/;
const PLAIN = /^[A-Za-z][A-Za-z:_-]{0,40}$/;
const WORDS = /[^/[\],\s]+/g;
const OWN: ReadonlySet<string> = new Set(['line', 'record']);

function masked(place: string, known: ReadonlySet<string> | undefined): string {
  const isName = (word: string) => known?.has(word) ?? PLAIN.test(word);
  return place.replaceAll(WORDS, (word) =>
    NUMBER.test(word) || OWN.has(word) || isName(word) ? word : '…',
  );
}

/** The names that occur in a mapping document. */
export function namesIn(mapping: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string')
      for (const word of value.split(/[^\p{L}\p{N}_@#-]+/u)) names.add(word);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(mapping);
  return names;
}
