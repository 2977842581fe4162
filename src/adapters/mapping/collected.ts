import type { MappedFact, Quarantined } from '../../plan/delivery.ts';
import type { ItemContext } from './facts.ts';
import { TooMuchWork } from './work.ts';
import type { DirectoryNotes } from './subjects.ts';

/** More facts than any dossier holds. */
const MAX_FACTS = 50_000;
/** More than anybody reads of what is held back: an answer names each. */
const MAX_HELD = 50_000;

/** Counts the facts of one delivery, however many documents it is made of. */
export class FactBudget {
  #facts = 0;
  #held = 0;

  /** @throws TooMuchWork */
  hold(): void {
    this.#held += 1;
    if (this.#held > MAX_HELD) throw new TooMuchWork(`more than ${MAX_HELD} values are held back`);
  }

  /** @throws TooMuchWork */
  spend(): void {
    this.#facts += 1;
    if (this.#facts > MAX_FACTS) throw new TooMuchWork(`more than ${MAX_FACTS} facts`);
  }
}

/** The item rule that looked at an item. */
export interface ReadBy {
  /** In the mapping (JSON pointer). */
  readonly rule: string;
  /** False when the `when` of every rule says that the item is of another kind. */
  readonly applies: boolean;
}

/** What a run of a mapping has found so far in one document. */
export class Collected implements DirectoryNotes {
  readonly dossiers = new Map<string, MappedFact[]>();
  readonly quarantined: Quarantined[] = [];
  readonly steering = new Set<string>();
  readonly ignored = new Set<string>();
  readonly aliases = new Map<string, readonly string[]>();
  /** Place of an item → what it gives to values in it that no rule names. */
  readonly owners = new Map<string, ItemContext>();
  /** Places of the values that became facts. */
  readonly mapped = new Set<string>();
  /** Place of an item → the rule that reads it, and whether that rule is for items of its kind. */
  readonly readBy = new Map<string, ReadBy>();
  /** What was made or held back → the place of its rule in the mapping; only for explanations. */
  readonly ruleOf: Map<MappedFact | Quarantined, string> | undefined;
  /** Places of items that were held back with everything in them. */
  readonly lost = new Set<string>();
  /** Whose dossiers stand here. */
  readonly about = new Set<string>();
  /** Dossiers of which a fact was held back. */
  readonly wanting = new Set<string>();
  /** An item was held back that does not say to which dossier it belongs. */
  astray = false;
  readonly #budget: FactBudget;

  constructor(budget: FactBudget, explaining = false) {
    this.#budget = budget;
    if (explaining) this.ruleOf = new Map();
  }

  open(dossier: string): MappedFact[] {
    const known = this.dossiers.get(dossier);
    if (known) return known;
    const facts: MappedFact[] = [];
    this.dossiers.set(dossier, facts);
    return facts;
  }

  /** @param about whose dossier it is */
  openFor(dossier: string, about: readonly string[]): void {
    this.open(dossier);
    about.forEach((person) => this.about.add(person));
  }

  /** @throws TooMuchWork */
  add(dossier: string, fact: MappedFact): void {
    this.#budget.spend();
    this.open(dossier).push(fact);
    for (const place of fact.places) this.mapped.add(place);
  }

  holdBack(dossier: string, held: readonly Quarantined[]): void {
    for (const each of held) this.hold(each);
    this.wanting.add(dossier);
  }

  /** @throws TooMuchWork */
  hold(held: Quarantined): void {
    this.#budget.hold();
    this.quarantined.push(held);
  }
}
