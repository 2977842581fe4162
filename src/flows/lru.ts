/** A bounded cache that forgets what was not used longest. Only for what never changes. */
export class Lru<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly weight: number }>();
  readonly #bound: number;
  readonly #weigh: (value: V) => number;
  #weight = 0;

  /**
   * @param bound how much the values may weigh together; by default how many there may be
   * @param weigh what one value weighs
   */
  constructor(bound: number, weigh: (value: V) => number = () => 1) {
    this.#bound = bound;
    this.#weigh = weigh;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Keeps a value, unless it alone weighs more than the bound. */
  set(key: string, value: V): void {
    this.#drop(key);
    const weight = this.#weigh(value);
    if (weight > this.#bound) return;
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const [oldest] of this.#entries) {
      if (this.#weight <= this.#bound) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }
}
