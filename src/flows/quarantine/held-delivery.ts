import type { EntryBody } from '../../audit/entry.ts';
import type { Quarantined, QuarantineCode } from '../../plan/delivery.ts';
import type { Instant } from '../../vocabulary/instant.ts';
import type { HeldContent } from './held-content.ts';

/** How often each reason occurs in one delivery. */
export type CodeCounts = { readonly [code in QuarantineCode]?: number };

/** What can be known of a held delivery without opening it. */
export interface HeldSummary {
  readonly delivery: string;
  /** Order of arrival among the deliveries of its source. */
  readonly seq: number;
  readonly adapter: string;
  /** Name and version of the mapping that it was last read with. */
  readonly mapping: string;
  readonly mediaType: string;
  readonly received: Instant;
  /** Length of the body. */
  readonly bytes: number;
  readonly codes: CodeCounts;
}

/** Why things were held back, as it was answered: places, codes and texts, no values. */
export interface HeldReasons {
  readonly places: readonly Quarantined[];
  /** SHA-256 of the body, hex: tells the source which of its files it was. */
  readonly digest: string;
}

/** A held delivery; `opened` is missing when the key of its source was destroyed. */
export interface HeldDelivery extends HeldSummary {
  /** How often anything of this source was replayed, read with it. */
  readonly replays: number;
  readonly opened?: {
    readonly reasons: HeldReasons;
    /** Dossiers, as the source names them, of which it spoke as it was read so far. */
    readonly dossiers: readonly string[];
    readonly content: HeldContent;
  };
}

/** How much is kept of one source. */
export interface QuarantineBounds {
  /** Deliveries; 0 keeps nothing. */
  readonly deliveries: number;
  readonly bytes: number;
  /** How long, in milliseconds. */
  readonly age: number;
}

/** What was found when a held delivery was read; replaced by every replay. */
export interface HeldReading {
  readonly mapping: string;
  readonly codes: CodeCounts;
  readonly reasons: HeldReasons;
  readonly dossiers: readonly string[];
  /** Dossiers (opaque) to which all belongs that was held back; absent where a part is not known. */
  readonly concerns?: readonly string[];
}

/** A delivery that is kept because something of it was held back. */
export interface Keeping extends HeldReading {
  readonly delivery: string;
  readonly adapter: string;
  readonly mediaType: string;
  readonly received: Instant;
  readonly content: HeldContent;
  readonly bytes: number;
  /** Older ones that make room. */
  readonly displaced: readonly string[];
  readonly bounds: QuarantineBounds;
}

/** A held delivery that was read again. */
export interface Replayed {
  readonly delivery: string;
  readonly seq: number;
  /** Words (opaque) that it does not take and that may not have been said later either. */
  readonly watched: readonly string[];
  /** What is still held back; absent when nothing is: it is kept no longer. */
  readonly left?: HeldReading;
}

/** What a delivery means for what is held of its source. */
export interface ToldDelivery {
  readonly org: string;
  /** As read before it was worked out; another one now = `moved`. */
  readonly replays: number;
  /** What it has the last word on by coming last (opaque). */
  readonly words: readonly string[];
  readonly hold?: Keeping;
  readonly replay?: Replayed;
}

/** Held deliveries that go, with the entry that says so. */
export interface Removal {
  readonly org: string;
  readonly deliveries: readonly string[];
  readonly entry: EntryBody;
  /** Also destroys the key of the source: what copies of the database hold opens no more. */
  readonly forget?: boolean;
}

/** What is held of one source, in counts. */
export interface HeldOfSource {
  readonly source: string;
  readonly deliveries: number;
  readonly bytes: number;
  readonly oldest: Instant;
  readonly codes: CodeCounts;
}
