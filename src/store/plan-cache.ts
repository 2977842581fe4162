import type { PlanState } from '../flows/ports.ts';
import { openState } from './documents.ts';
import { Lru } from '../flows/lru.ts';
import type { MasterKeys } from './master-keys.ts';
import { fingerprintOf, openPlanKeys, type PlanKeys } from './plan-keys.ts';
import type { PlanRows } from './plan-rows.ts';

/** What is known of a plan at an epoch, apart from its content. */
export interface KnownPlan {
  readonly epoch: number;
  readonly keys: PlanKeys;
  readonly state: PlanState;
  /** Since which epoch this state holds. */
  readonly stateFrom: number;
}

/**
 * Opened keys and states by plan and version. Both are immutable, and which version counts is read
 * from the database every time: the cache saves work, it decides nothing. Content is not kept.
 */
export class PlanCache {
  readonly #master: MasterKeys;
  readonly #known: Lru<KnownPlan>;

  constructor(master: MasterKeys, bound: number) {
    this.#master = master;
    this.#known = new Lru(bound);
  }

  /** The version of the state that is here already; 0 when none is. */
  stateVersion(planId: string): number {
    return this.#known.get(planId)?.stateFrom ?? 0;
  }

  /** What is known of a plan at exactly this epoch. */
  at(planId: string, epoch: number): KnownPlan | undefined {
    const known = this.#known.get(planId);
    return known?.epoch === epoch ? known : undefined;
  }

  remember(planId: string, known: KnownPlan): void {
    this.#known.set(planId, known);
  }

  /**
   * Keys and state of a plan that was just read. Undefined when the reading left the state out and
   * the cache has forgotten it meanwhile: read again without the cache.
   */
  open(rows: PlanRows): KnownPlan | undefined {
    const known = this.#known.get(rows.planId);
    const keys =
      known?.keys.fingerprint === fingerprintOf(rows.keys)
        ? known.keys
        : openPlanKeys(this.#master, rows.planId, rows.keys);
    const stateFrom = rows.state?.fromEpoch ?? 0;
    const sealed = rows.state?.sealed;
    const cached = known?.stateFrom === stateFrom ? known.state : undefined;
    const state = cached ?? (sealed ? openState(keys, stateFrom, sealed) : undefined);
    if (!state) return undefined;
    const opened = { epoch: rows.epoch ?? 0, keys, state, stateFrom };
    this.remember(rows.planId, opened);
    return opened;
  }
}
