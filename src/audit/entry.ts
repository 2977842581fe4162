/** What happened; one entry in the chain of a plan, an organisation or the region. */
export const ENTRY_KINDS = [
  'release',
  'refusal',
  'push',
  'change',
  'officer-read',
  'held-read',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Who did it: references and codes only, never a name. */
export interface Actor {
  readonly organisation: string;
  readonly client: string;
  readonly subject?: string;
  readonly role?: string;
}

/**
 * The body of an entry (DECISION 7): references, codes and hashes, never care content.
 * Serialised once to canonical JSON; the exact text is stored and hashed.
 */
export interface EntryBody {
  readonly v: 1;
  readonly kind: EntryKind;
  readonly actor: Actor;
  /** W3C trace id of the request, 32 hex digits. */
  readonly trace: string;
  /** The instant decided against, ISO 8601 UTC. */
  readonly instant: string;
  /** Outcome or change code: a reason code, an HTTP-free word such as `permitted`, `accepted`. */
  readonly outcome: string;
  readonly purpose?: string;
  readonly act?: string;
  readonly plan?: string;
  /** Epoch of the plan and of the region that were decided on. */
  readonly planEpoch?: number;
  readonly regionEpoch?: number;
  readonly policyVersion?: string;
  readonly subjects?: readonly string[];
  readonly bases?: readonly string[];
  readonly rules?: readonly string[];
  readonly provisions?: readonly string[];
  readonly categoriesReleased?: readonly string[];
  readonly categoriesWithheld?: readonly string[];
  /** SHA-256 over the sorted ids of the released facts, hex. */
  readonly released?: string;
  /** For changes: what was changed, as `list/id` and a code; never a value. */
  readonly changed?: readonly string[];
}

declare const receiptBrand: unique symbol;

/** Proof that an entry stands in its chain. Without one nothing is sent. */
export interface Receipt {
  readonly [receiptBrand]: true;
  readonly chain: string;
  readonly seq: number;
  /** Hex SHA-256 head of the chain after this entry. */
  readonly head: string;
  /**
   * Monotonic clock of this process, in milliseconds, before the entry was handed to the store. Absent
   * for changes: nothing is sent on their receipts.
   */
  readonly askedAtMs?: number;
}
