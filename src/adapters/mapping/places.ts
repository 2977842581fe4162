/** Where places are noted. */
export interface Places {
  add(place: string): unknown;
}

/** More than a fact is usually made of: from here on looking through the list costs more than a set. */
const FEW = 16;

/** A few places, each once, in the order in which they were noted. */
export class PlaceList implements Places {
  readonly #list: string[] = [];
  #set: Set<string> | undefined;

  add(place: string): void {
    if (this.#set ? this.#set.has(place) : this.#list.includes(place)) return;
    this.#list.push(place);
    if (this.#set) this.#set.add(place);
    else if (this.#list.length > FEW) this.#set = new Set(this.#list);
  }

  get all(): readonly string[] {
    return this.#list;
  }
}
