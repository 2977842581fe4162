import type { Element, Fact } from './fact.ts';

/** A fact without its values. */
export type FactRecord = Omit<Fact, 'elements'>;

/**
 * A fact as it comes from the store: its values are a text until somebody looks at them. Most readings
 * compare or withhold a fact without looking.
 */
class StoredFact {
  readonly #text: string;
  #elements: readonly Element[] | undefined;

  constructor(head: FactRecord, text: string) {
    Object.assign(this, head);
    this.#text = text;
  }

  get elements(): readonly Element[] {
    return (this.#elements ??= JSON.parse(this.#text) as readonly Element[]);
  }

  get text(): string {
    return this.#text;
  }
}

/**
 * A fact from its head and the text of its values. Copy it by naming its fields: a spread leaves the
 * values behind.
 * @param text what {@link elementsText} gave
 */
export function storedFact(head: FactRecord, text: string): Fact {
  return new StoredFact(head, text) as unknown as Fact;
}

/** The values of a fact as JSON, on one line. */
export function elementsText(fact: Pick<Fact, 'elements'>): string {
  return fact instanceof StoredFact ? fact.text : JSON.stringify(fact.elements);
}
