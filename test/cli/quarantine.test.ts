import { expect, test } from '@jest/globals';
import type { GatewayAnswer, GatewayClient } from '../../src/cli/gateway-client.ts';
import {
  discardHeld,
  listHeld,
  rehearseMapping,
  replayHeld,
  showHeld,
} from '../../src/cli/quarantine-commands.ts';
import { EXIT } from '../../src/cli/terminal.ts';

const AT = '2026-05-01T10:00:00.000Z';
const held = (delivery: string, code: string) => ({
  delivery,
  adapter: 'a',
  mapping: 'a 1.0.0',
  mediaType: 'application/json',
  received: AT,
  expires: '2026-05-31T10:00:00.000Z',
  bytes: 10,
  reasons: [{ code, count: 2 }],
});
const replayed = (delivery: string, outcome: string) => {
  const counts = { accepted: 1, quarantined: 0, superseded: 1, changed: 1 };
  return { delivery, adapter: 'a', mapping: 'a 2.0.0', outcome, ...counts };
};

/** A gateway that answers what it is given, page after page, and remembers what was asked. */
function gatewayWith(...pages: object[]) {
  const asked: string[] = [];
  const keys: (string | undefined)[] = [];
  const client = {
    ask: ({ method = 'GET', path, headers }: Parameters<GatewayClient['ask']>[0]) => {
      asked.push(`${method} ${path}`);
      keys.push(headers?.['idempotency-key']);
      const json = pages[Math.min(asked.length, pages.length) - 1];
      return Promise.resolve({ status: 200, json } as GatewayAnswer);
    },
  } as unknown as GatewayClient;
  const lines: string[] = [];
  const terminal = { print: (line: string) => void lines.push(line), complain: () => undefined };
  return { client, terminal, asked, keys, lines };
}

test('lists what is held back by what would repair it, page after page', async () => {
  const remedy = { nl: 'n', en: 'Raise the mapping.' };
  const reasons = [{ code: 'unknown-code', count: 4, deliveries: 2, remedy }];
  const { client, terminal, asked, lines } = gatewayWith(
    { reasons, deliveries: [held('d1', 'unknown-code')], next: 'd1' },
    { reasons, deliveries: [held('d2\u001b[2J', 'unknown-code')] },
  );
  expect(await listHeld(client, { adapter: 'a b' }, terminal)).toBe(EXIT.done);
  expect(asked).toEqual([
    'GET /v1/quarantine?adapter=a%20b',
    'GET /v1/quarantine?adapter=a%20b&after=d1',
  ]);
  expect(lines.slice(0, 3)).toEqual([
    'unknown-code: 4 places in 2 deliveries',
    '  Raise the mapping.',
    '    d1  a 1.0.0, 10 bytes, received 2026-05-01T10:00, kept until 2026-05-31',
  ]);
  expect(lines.join()).not.toContain('\u001b');
});

test('says so when nothing is held back', async () => {
  const { client, terminal, lines } = gatewayWith({ reasons: [], deliveries: [] });
  await listHeld(client, {}, terminal);
  expect(lines).toEqual(['Nothing of yours is held back.']);
});

test('shows the places of a delivery by reason', async () => {
  const places = [{ place: '/a', code: 'unmapped', text: 'no rule' }];
  const detail = { ...held('d1', 'unmapped'), readable: true, sha256: 'ab', places, unlisted: 3 };
  const { client, terminal, lines } = gatewayWith(detail);
  expect(await showHeld(client, 'd1', { options: {}, terminal })).toBe(EXIT.done);
  expect(lines.slice(1)).toEqual([
    'SHA-256 of the body: ab',
    'unmapped: 2',
    '  /a  no rule',
    'and 3 more places',
  ]);
});

test('replays all there is, a key for each page, and fails when something stays', async () => {
  const { client, terminal, asked, keys, lines } = gatewayWith(
    { dryRun: false, deliveries: [replayed('d2', 'repaired')], next: 'd2' },
    { dryRun: false, deliveries: [replayed('d1', 'unchanged')] },
  );
  const options = { key: 'k' };
  expect(await replayHeld(client, undefined, { options, terminal })).toBe(EXIT.refused);
  expect(asked).toEqual(['POST /v1/quarantine/replay', 'POST /v1/quarantine/replay?after=d2']);
  expect(keys).toEqual(['k.', 'k.d2']);
  expect(lines.at(-1)).toBe('1 of 2 deliveries repaired, 0 in part');
});

test('rehearses a mapping file and replays one delivery', async () => {
  const rehearsal = gatewayWith({ dryRun: true, deliveries: [replayed('d1', 'repaired')] });
  const file = 'examples/mappings/school-json.json';
  const code = await rehearseMapping(rehearsal.client, file, { options: {}, ...rehearsal });
  expect([code, rehearsal.asked]).toEqual([EXIT.done, ['POST /v1/quarantine/rehearsal']]);
  expect(rehearsal.lines.at(-1)).toBe('1 of 1 deliveries would be repaired, 0 in part');
  const answer = {
    ...{ delivery: 'd1', dryRun: true, mapping: 'a 2.0.0', accepted: [], quarantined: [] },
    ...{ withdrawn: 0, changed: 0, superseded: ['/x'] },
  };
  const one = gatewayWith(answer);
  const options = { dryRun: true };
  expect(await replayHeld(one.client, 'd1', { options, ...one })).toBe(EXIT.done);
  expect(one.asked).toEqual(['POST /v1/quarantine/d1/replay?dry-run=true']);
  expect(one.lines).toContain('  superseded   1 places of which later deliveries speak');
});

test('discards one, or everything', async () => {
  const { client, terminal, asked } = gatewayWith({ discarded: 1 });
  await discardHeld(client, { delivery: 'd1', key: undefined }, terminal);
  await discardHeld(client, { delivery: undefined, key: 'k' }, terminal);
  expect(asked).toEqual(['DELETE /v1/quarantine/d1', 'DELETE /v1/quarantine']);
});
