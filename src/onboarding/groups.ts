import type { Quarantined } from '../adapters/delivery.ts';
import type { Explained } from '../adapters/mapping/read-mapping.ts';
import type { PlacedTree } from '../wire/placed-tree.ts';
import type { HeldGroup, LeafState, PlaceGroup } from './example-preview.ts';
import type { MappingText } from './mapping-text.ts';
import type { Standing } from './outline.ts';
import { kindOf, suggestionsFor } from './suggest.ts';

const MAX_GROUPS = 300;
const MAX_PLACES = 3;

interface Growing {
  readonly standing: Standing;
  readonly reason?: Quarantined;
  readonly places: string[];
  count: number;
}

interface Around {
  readonly tree: PlacedTree;
  readonly explained: Explained;
  readonly text: MappingText;
}

/** Puts values of like places together: in a list of a thousand, one line says it for all. */
export class Groups {
  readonly #around: Around;
  readonly #reasons: ReadonlyMap<string, readonly Quarantined[]>;
  readonly #unmapped = new Map<string, Growing>();
  readonly #held = new Map<string, Growing>();

  constructor(quarantined: readonly Quarantined[], around: Around) {
    this.#around = around;
    const reasons = new Map<string, Quarantined[]>();
    for (const each of quarantined) {
      const known = reasons.get(each.place);
      if (known) known.push(each);
      else reasons.set(each.place, [each]);
    }
    this.#reasons = reasons;
  }

  /** Notes one place of the example. */
  see(standing: Standing, state: LeafState | undefined): void {
    if (state === 'unmapped') this.#add(this.#unmapped, { standing });
    for (const reason of this.#reasons.get(standing.place) ?? [])
      this.#add(this.#held, { standing, reason });
  }

  /** What no rule names, with what could be added for it. */
  unmapped(): readonly PlaceGroup[] {
    return [...this.#unmapped.values()].map((group) => this.#view(group, true));
  }

  /** What was held back, by reason. */
  held(): readonly HeldGroup[] {
    return [...this.#held.values()].flatMap((group) => {
      const { reason } = group;
      if (!reason) return [];
      const { code, text } = reason;
      return [{ ...this.#view(group, code === 'unmapped'), code, text }];
    });
  }

  #add(groups: Map<string, Growing>, { standing, reason }: Pick<Growing, 'standing' | 'reason'>) {
    const { item, steps } = standing;
    const rule = reason && this.#around.explained.ruleOf.get(reason);
    const kind = item && kindOf(item, this.#around.text);
    const about = [rule, item?.rule, item?.applies, kind, reason?.code, reason?.text];
    const key = JSON.stringify([about, steps]);
    const group = groups.get(key);
    if (group) {
      group.count += 1;
      if (group.places.length < MAX_PLACES) group.places.push(this.#placeOf(standing));
    } else if (groups.size < MAX_GROUPS)
      groups.set(key, {
        standing,
        ...(reason && { reason }),
        places: [this.#placeOf(standing)],
        count: 1,
      });
  }

  #placeOf({ place }: Standing): string {
    return this.#around.tree.placeOf(place);
  }

  #view({ standing, reason, places, count }: Growing, open: boolean): PlaceGroup {
    const { explained, text } = this.#around;
    const rule = (reason && explained.ruleOf.get(reason)) ?? standing.item?.rule;
    return {
      count,
      places,
      ...(rule !== undefined && { rule: text.at(rule) }),
      ...(open ? suggestionsFor(standing, text) : {}),
    };
  }
}
