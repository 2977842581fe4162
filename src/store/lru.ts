/** A bounded cache that forgets what was not used longest. Only for what never changes. */
export class Lru<V> {
  readonly #entries = new Map<string, V>();
  readonly #bound: number;

  constructor(bound: number) {
    this.#bound = bound;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > this.#bound && !oldest.done) this.#entries.delete(oldest.value);
  }
}
