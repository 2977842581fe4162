import type { QuarantineFlows } from '../../src/flows/quarantine/quarantine-flows.ts';

type Says = (flow: string, answer: unknown) => (...args: never[]) => Promise<never>;

const DELIVERY = 'abcdefghijklmnopqrstuvwxyz';
const AT = '2026-05-01T10:00:00.000Z';
const HELD = {
  delivery: DELIVERY,
  adapter: 'school-json',
  mapping: 'school-json 1.0.0',
  mediaType: 'application/json',
  received: AT,
  expires: AT,
  bytes: 12,
  reasons: [{ code: 'unmapped', count: 1 }],
};
const LIST = {
  reasons: [{ code: 'unmapped', count: 1, deliveries: 1, remedy: { nl: 'a', en: 'b' } }],
  deliveries: [HELD],
  next: DELIVERY,
};
const PLACES = [{ place: '/x', code: 'unmapped', text: 'no rule maps this' }];
const DETAIL = { ...HELD, readable: true, sha256: 'ab', places: PLACES, unlisted: 0 };
const COUNTS = { accepted: 1, quarantined: 0, superseded: 0, changed: 1 };
const REPLAYED = {
  delivery: DELIVERY,
  adapter: 'a',
  mapping: 'a 1',
  outcome: 'repaired',
  ...COUNTS,
};
const RUN = { dryRun: true, deliveries: [REPLAYED], next: DELIVERY };
const ANSWER = {
  delivery: DELIVERY,
  dryRun: false,
  mapping: 'a 1',
  accepted: [],
  quarantined: PLACES,
  withdrawn: 0,
  changed: 0,
  superseded: ['/y'],
  kept: true,
};
const SOURCE = { source: 'school', deliveries: 1, bytes: 12, oldest: AT, reasons: HELD.reasons };

/** Flows of the quarantine that answer with everything their doors describe. */
export function quarantineFlowsWith(says: Says): QuarantineFlows {
  return {
    list: says('list held', LIST),
    show: says('show held', DETAIL),
    replay: says('replay', ANSWER),
    replayAll: says('replay all', RUN),
    rehearse: says('rehearse', RUN),
    discard: says('discard', { discarded: 1 }),
    discardAll: says('discard all', { discarded: 2 }),
    sources: says('held sources', [SOURCE]),
    listOf: says('list of', LIST),
    showOf: says('show of', { ...DETAIL }),
  };
}

/** A request to each of their doors. */
export const QUARANTINE_SAMPLES = [
  ['get', '/v1/quarantine?code=unmapped&adapter=a&mapping=a%201.0.0&limit=5', 200],
  ['delete', '/v1/quarantine', 200],
  ['post', '/v1/quarantine/replay?dry-run=true', 200],
  ['post', '/v1/quarantine/rehearsal', 200, { mapping: 'a' }],
  ['get', `/v1/quarantine/${DELIVERY}`, 200],
  ['delete', `/v1/quarantine/${DELIVERY}`, 200],
  ['post', `/v1/quarantine/${DELIVERY}/replay`, 200],
  ['get', '/v1/quarantined-sources', 200],
  ['get', '/v1/quarantined-sources/school', 200],
  ['get', `/v1/quarantined-sources/school/${DELIVERY}`, 200],
] as const;
