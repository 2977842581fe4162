/** A stored answer of an earlier request under the same idempotency key. */
export interface EarlierAnswer {
  readonly bodyHash: string;
  readonly status: number;
  readonly answer: unknown;
}

/** Identifies a repeatable request: the caller, its key and a hash of what it sent. */
export interface Idempotency {
  readonly caller: string;
  readonly key: string;
  readonly bodyHash: string;
}

export interface ChangeAnswer {
  readonly status: number;
  readonly answer: unknown;
}
