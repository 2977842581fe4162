/** Where bytes stand in a draft's blob, as PostgreSQL's `substring` counts: from 1. */
export interface Piece {
  readonly a: number;
  readonly n: number;
}

/**
 * The two arguments of a writing function: a document that says what to write, and one blob of all
 * sealed bytes, to which the document points. Bytes travel as they are, not as text.
 */
export class Draft {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  /** Adds bytes to the blob. */
  add(bytes: Uint8Array): Piece {
    const piece = { a: this.#length + 1, n: bytes.length };
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    return piece;
  }

  /** The arguments of the statement. */
  values(document: object): readonly [string, Buffer] {
    return [JSON.stringify(document), Buffer.concat(this.#pieces)];
  }
}
