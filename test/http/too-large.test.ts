import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { request, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { DOSSIER_BYTES } from '../../src/http/door.ts';
import { close, listen } from '../../src/http/listen.ts';
import { bearer, testGateway } from './support.ts';

/** Senders find the answer, whether they look for it while they send or afterwards. */
let server: Server;
let port = 0;
beforeAll(async () => {
  server = await listen(testGateway().app, { host: '127.0.0.1', port: 0 });
  port = (server.address() as AddressInfo).port;
});
afterAll(() => close(server, 100));

const body = Buffer.alloc(DOSSIER_BYTES + 2 ** 20, '1');
const headers = { authorization: bearer(), 'content-type': 'application/json' };

/** Writes everything, and reads then. */
const sentBlindly = (length: string, parts: readonly (string | Buffer)[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const told = Object.entries({ host: 'x', connection: 'close', ...headers });
    const head = told.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const socket = connect(port, '127.0.0.1').pause();
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes.toString()));
    socket.on('error', reject).on('close', () => resolve(answer));
    socket.write(`POST /dossiers/x HTTP/1.1\r\n${head}${length}\r\n\r\n`);
    for (const part of parts.slice(0, -1)) socket.write(part);
    socket.write(parts.at(-1) ?? '', () => socket.resume());
  });

test.each([
  ['says its length', `content-length: ${body.length}`, [body]],
  [
    'comes in chunks',
    'transfer-encoding: chunked',
    [`${body.length.toString(16)}\r\n`, body, '\r\n0\r\n\r\n'],
  ],
])('a body that is too large and %s is answered with 413 after it', async (_, length, parts) => {
  const answer = await sentBlindly(length, parts);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('payload-too-large');
});

test('clients that listen while they send get it too', async () => {
  const path = `http://127.0.0.1:${port}/dossiers/x`;
  const fetched = await fetch(path, { method: 'POST', headers, body: new Uint8Array(body) });
  expect(fetched.status).toBe(413);
  const status = await new Promise((resolve, reject) => {
    const sending = request(path, { method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    sending.on('error', reject).end(body);
  });
  expect(status).toBe(413);
});

test('who never stops sending is answered all the same', async () => {
  const status = await new Promise((resolve) => {
    const sending = request(`http://127.0.0.1:${port}/dossiers/x`, { method: 'POST', headers });
    const more = (): void => {
      while (!sending.destroyed && sending.write(body.subarray(0, 2 ** 20)));
      if (!sending.destroyed) sending.once('drain', more);
    };
    sending.on('response', (answer) => {
      resolve(answer.statusCode);
      sending.destroy();
    });
    sending.on('error', () => resolve('cut off'));
    more();
  });
  expect(status).toBe(413);
}, 20_000);
