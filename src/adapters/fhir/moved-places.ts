/**
 * Where the values of a tree stood in the tree that it was made of. What is not written down here
 * stands where it stood.
 */
export class MovedPlaces {
  readonly #moved = new Map<string, string>();
  readonly #made = new Map<string, string>();

  /** Everything at and below `to` stood at and below `from`. */
  move(to: string, from: string): void {
    this.#moved.set(to, from);
  }

  /** Everything at and below `to` was made of the one value at `from`. */
  make(to: string, from: string): void {
    this.#made.set(to, from);
  }

  /** The place of origin of a place; the innermost that is written down decides. */
  originOf(pointer: string): string {
    if (this.#moved.size === 0 && this.#made.size === 0) return pointer;
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const made = this.#made.get(at);
      if (made !== undefined) return made;
      const moved = this.#moved.get(at);
      if (moved !== undefined) return moved + pointer.slice(at.length);
      if (at === '') return pointer;
    }
  }
}
