import { expect, test } from '@jest/globals';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Flows } from '../../src/flows/flows.ts';
import type { ReleasedPlan } from '../../src/release/released-plan.ts';
import { notice, PLAN, receipt } from './fhir-flows.ts';
import { bearer, testGateway } from './support.ts';

/** More than the buffers between two programs on one machine hold together. */
const MUCH = 24_000_000;
const LITTLE = 1_000_000;

/** How many bytes of a release a client receives that reads at once, or only when the gateway has hung up. */
async function receivedOf(size: number, { late }: { late: boolean }): Promise<number> {
  const large = {
    resourceType: 'Observation',
    id: `${PLAN}.g1`,
    status: 'final',
    code: { text: 'x' },
    valueString: 'a'.repeat(size),
  };
  const released = { planId: PLAN, resources: [large], notice, empty: false };
  const pull: Flows['pull'] = () =>
    Promise.resolve({ released: released as unknown as ReleasedPlan, notice, receipt });
  const { app } = testGateway({ pull });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.pause();
  const lines = [`GET /fhir/Observation/${PLAN}.g1 HTTP/1.1`, 'Host: x', 'Connection: close'];
  socket.write(`${lines.join('\r\n')}\r\nAuthorization: ${bearer()}\r\n\r\n`);
  const [accepted] = (await once(server, 'connection')) as [Socket];
  if (late) await once(accepted, 'close');
  let bytes = 0;
  socket.on('data', (chunk) => (bytes += chunk.length));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  await closed;
  server.close();
  return bytes;
}

test('a release whose bytes leave within a second arrives whole', async () => {
  expect(await receivedOf(LITTLE, { late: false })).toBeGreaterThan(LITTLE);
});

test('what has not left after a second never does, not even from the buffers of the system', async () => {
  expect(await receivedOf(MUCH, { late: true })).toBeLessThan(LITTLE);
});
