import { planChain } from '../../src/audit/chain.ts';
import type { EntryBody } from '../../src/audit/entry.ts';
import type { PlanReading, Store } from '../../src/flows/ports.ts';
import { entry } from '../support/plans.ts';

const CHANGES = 15;

/** What a race showed: releases in all, and those that should not have been. */
export interface RaceResult {
  readonly released: number;
  /** Decided on an epoch older than one acknowledged before the release began. */
  readonly late: number;
  /** Recorded after the change that ended the epoch they were decided on. */
  readonly outOfOrder: number;
}

/** Four readers release as fast as they can while a writer changes the plan fifteen times. */
export async function raceReleasesWithChanges(store: Store, planId: string): Promise<RaceResult> {
  const seen = { released: 0, late: 0 };
  const race = { acknowledged: 1, over: false };
  const reader = async (): Promise<void> => {
    while (!race.over) {
      const before = race.acknowledged;
      const epoch = await release(store, planId);
      if (epoch === 'moved') continue;
      seen.released += 1;
      if (epoch < before) seen.late += 1;
    }
  };
  const writer = async (): Promise<void> => {
    for (let epoch = 1; epoch <= CHANGES; epoch += 1) {
      const body = entry({ planEpoch: epoch });
      const outcome = await store.changePlans([{ planId, epoch, entry: body }]);
      if (outcome === 'moved') throw new Error('there is only one writer');
      race.acknowledged = epoch + 1;
      await pause(5);
    }
    race.over = true;
  };
  await Promise.all([reader(), reader(), reader(), reader(), writer()]);
  return { ...seen, outOfOrder: await countOutOfOrder(store, planId) };
}

/** A store that caches what it reads for a moment and records releases whatever moved. */
export function careless(store: Store): Store {
  const cached = new Map<string, { at: number; reading: PlanReading }>();
  return {
    ...store,
    readPlan: async (planId) => {
      const known = cached.get(planId);
      if (known && Date.now() - known.at < 20) return known.reading;
      const reading = await store.readPlan(planId);
      cached.set(planId, { at: Date.now(), reading });
      return reading;
    },
    appendRelease: async (append) => {
      const { now, regionEpoch, plan } = await store.readPlan(append.planId);
      const epoch = plan?.epoch ?? 0;
      return store.appendRelease({ ...append, epoch, regionEpoch, decidedAt: now });
    },
  };
}

async function release(store: Store, planId: string): Promise<number | 'moved'> {
  const { now, regionEpoch, plan } = await store.readPlan(planId);
  const epoch = plan?.epoch ?? 0;
  const body = entry({ kind: 'release', planEpoch: epoch });
  const append = { planId, epoch, regionEpoch, decidedAt: now, entry: body };
  const outcome = await store.appendRelease(append);
  return outcome === 'moved' ? 'moved' : epoch;
}

async function countOutOfOrder(store: Store, planId: string): Promise<number> {
  const entries = await store.readEntries(planChain(planId), { after: 1, limit: 100_000 });
  let epoch = 1;
  return entries.filter(({ text }) => {
    const body = JSON.parse(text) as EntryBody;
    if (body.kind === 'change') epoch += 1;
    return body.kind === 'release' && body.planEpoch !== epoch;
  }).length;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Two readers release while a writer changes the register: how many releases came late? */
export async function raceReleasesWithRegister(store: Store, planId: string): Promise<RaceResult> {
  const seen = { released: 0, late: 0, outOfOrder: 0 };
  const begin = await store.registerEpoch();
  const race = { acknowledged: begin, over: false };
  const reader = async (): Promise<void> => {
    while (!race.over) {
      const before = race.acknowledged;
      const { now, regionEpoch } = await store.readPlan(planId);
      const append = { planId, epoch: 1, regionEpoch, decidedAt: now, entry: entry() };
      if ((await store.appendRelease(append)) === 'moved') continue;
      seen.released += 1;
      if (regionEpoch < before) seen.late += 1;
    }
  };
  const writer = async (): Promise<void> => {
    for (let epoch = begin; epoch < begin + CHANGES; epoch += 1) {
      const outcome = await store.changeRegister({ epoch, entries: [], entry: entry() });
      if (outcome === 'moved') throw new Error('there is only one writer');
      race.acknowledged = epoch + 1;
      await pause(5);
    }
    race.over = true;
  };
  await Promise.all([reader(), reader(), writer()]);
  return seen;
}
