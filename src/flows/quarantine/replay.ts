import type { Adapter, MappedDelivery } from '../../adapters/delivery.ts';
import { answeredBefore } from '../change-plan.ts';
import type { PushAnswer, PushRequest } from '../push-flow.ts';
import type { Gateway } from '../gateway.ts';
import { GatewayError } from '../gateway-error.ts';
import type { Idempotency } from '../ports.ts';
import { inItsTurn } from '../push.ts';
import type { Region } from '../region.ts';
import type { Call } from '../requester.ts';
import { HeldContent } from './held-content.ts';
import type { HeldDelivery } from './held-delivery.ts';
import type { Replay } from './keep.ts';
import { namingOf, stillSaid, wordsToLookUp } from './spoken.ts';

const ATTEMPTS = 8;

/** One held delivery to be read again. */
export interface Asked {
  readonly delivery: string;
  /** Says what would happen and stores nothing. */
  readonly dryRun: boolean;
  readonly idempotency?: Idempotency | undefined;
  /** Reads it with this instead of what is registered; for rehearsals. */
  readonly adapter?: Adapter;
}

type Opened = HeldDelivery & { readonly opened: NonNullable<HeldDelivery['opened']> };

/**
 * Reads a held delivery of the caller's own organisation again, with the mapping and the enrolments
 * of now, and stores what is accepted as the push would have: except that of which the source spoke
 * later. What is still held back stays; otherwise the delivery is kept no longer.
 * @throws GatewayError `not-found`; `conflict` when there is no adapter for it any more, or its key
 *   was destroyed; `unprocessable` when the mapping of now cannot read it at all; `unavailable`
 */
export async function replayHeld(gateway: Gateway, call: Call, asked: Asked): Promise<PushAnswer> {
  let region = await gateway.regions.current();
  let overtakenIn: readonly string[] | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const held = await readOpened(gateway, call, asked.delivery);
    const request = requestOf(held, asked.dryRun);
    const delivery = await gateway.readDelivery({
      adapter: asked.adapter ?? adapterOf(gateway, region, held),
      mediaType: held.mediaType,
      body: request.body,
      source: call.requester.organisation,
    });
    const { said, replay } = await replayOf(gateway, call, { held, delivery });
    const { idempotency } = asked;
    const work = { gateway, call, request, delivery: said, idempotency, region, replay };
    const pushed = await inItsTurn(work, overtakenIn);
    if ('answer' in pushed) return pushed.answer;
    if ('moved' in pushed) overtakenIn = pushed.moved;
    else region = await gateway.regions.at(pushed.regionEpoch);
    // The same request may have run at the same time and been first: its answer is the answer.
    const first = await answeredBefore(gateway, idempotency);
    if (first) return first as PushAnswer;
  }
  throw new GatewayError('unavailable', [{ text: 'The plan is being changed; try again.' }]);
}

async function readOpened(gateway: Gateway, call: Call, delivery: string): Promise<Opened> {
  const held = await gateway.store.readHeld(call.requester.organisation, delivery);
  if (!held) throw notHeld();
  const { opened } = held;
  if (opened) return { ...held, opened };
  const text = 'Its key was destroyed: it cannot be read any more. Send the delivery again.';
  throw new GatewayError('conflict', [{ text }]);
}

/** The same for a delivery that never was and for one of somebody else. */
export function notHeld(): GatewayError {
  const text = 'Nothing of yours is held back under this delivery.';
  return new GatewayError('not-found', [{ place: 'delivery', text }]);
}

function requestOf({ adapter, mediaType, opened }: Opened, dryRun: boolean): PushRequest {
  return { adapter, mediaType, body: HeldContent.bytesOf(opened.content), dryRun };
}

function adapterOf({ builtIn }: Gateway, { adapters }: Region, { adapter: name }: Opened): Adapter {
  const adapter = builtIn.get(name) ?? adapters.get(name);
  if (adapter) return adapter;
  const text = 'No adapter of the name it was sent to is registered now.';
  throw new GatewayError('conflict', [{ place: 'adapter', text }]);
}

async function replayOf(
  gateway: Gateway,
  call: Call,
  { held, delivery }: { held: Opened; delivery: MappedDelivery },
): Promise<{ said: MappedDelivery; replay: Replay }> {
  const reread = { delivery, former: held.opened.dossiers, naming: namingOf(gateway, call) };
  const words = wordsToLookUp(reread);
  const later = await gateway.store.spokenAfter(call.requester.organisation, held.seq, words);
  const { delivery: said, ...rest } = stillSaid(reread, later);
  return { said, replay: { held, whole: delivery, ...rest } };
}
