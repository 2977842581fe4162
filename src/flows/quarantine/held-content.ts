import { inspect } from 'node:util';

const SHOWN = '[held back]';

/**
 * The body of a delivery of which something was held back. Opaque on purpose: whatever is done to
 * it — printed, logged, sent as JSON, copied — shows nothing, and nobody but the store, which seals
 * it, and a replay, which reads it with a mapping, may import this file. `release` cannot take it.
 */
export class HeldContent {
  readonly #body: Uint8Array;

  constructor(body: Uint8Array) {
    this.#body = body;
  }

  /** The bytes as they were sent. */
  static bytesOf(content: HeldContent): Uint8Array {
    return content.#body;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
