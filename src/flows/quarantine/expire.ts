import { decisionInstant, isoInstant, type Gateway } from '../gateway.ts';

const LOOK_EVERY_MS = 60_000;
/** No request made this change: it stands on the record with an empty trace. */
const NO_TRACE = '0'.repeat(32);
/** Stands in the record where no client did it; no client can have this id. */
export const GATEWAY_ITSELF = ':gateway';

/**
 * Removes what was held back longer ago than it may be kept, and what later deliveries have said
 * again as a whole, with an entry on the record of each source. Several processes may do so at once:
 * each delivery is removed once.
 * @returns how many deliveries were removed
 */
export async function expireHeld(gateway: Gateway): Promise<number> {
  const { store, quarantine } = gateway;
  const now = await decisionInstant(gateway, await store.now());
  const old = await remove(gateway, await store.heldBefore(now - quarantine.age), 'expired');
  const overtaken = await remove(gateway, await store.heldInVain(), 'superseded');
  await store.sweepWords();
  return old + overtaken;
}

async function remove(
  gateway: Gateway,
  held: ReadonlyMap<string, readonly string[]>,
  outcome: string,
): Promise<number> {
  let removed = 0;
  for (const [org, deliveries] of held) {
    const now = await decisionInstant(gateway, await gateway.store.now());
    const receipt = await gateway.store.removeHeld({
      org,
      deliveries,
      entry: {
        v: 1,
        kind: 'change',
        actor: { organisation: org, client: GATEWAY_ITSELF },
        trace: NO_TRACE,
        instant: isoInstant(now),
        outcome,
        changed: deliveries.map((id) => `delivery/${id} ${outcome}`),
      },
    });
    if (receipt !== 'moved') removed += deliveries.length;
  }
  return removed;
}

/** Looks once a minute; what does not succeed is tried again at the next look. */
export function keepExpiring(gateway: Gateway): { stop(): Promise<void> } {
  let looking: Promise<unknown> = Promise.resolve();
  const look = (): void => {
    looking = expireHeld(gateway).catch(() => undefined);
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
