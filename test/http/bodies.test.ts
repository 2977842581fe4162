import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { GatewayError } from '../../src/flows/gateway-error.ts';
import type { BodyRule } from '../../src/http/door.ts';
import { close, listen } from '../../src/http/listen.ts';
import { answered } from './support.ts';
import { parametersOf, readBody } from '../../src/http/read-body.ts';

/** An application that answers what it read, or the code of the refusal. */
function echo(rule: BodyRule) {
  const app = express();
  app.post('/', async (req, res) => {
    try {
      const { mediaType, json } = await readBody(req, rule);
      res.json({ mediaType, json });
    } catch (error) {
      req.resume();
      res.json(
        error instanceof GatewayError ? { code: error.code, issues: error.issues } : 'other',
      );
    }
  });
  return app;
}
const rule: BodyRule = { mediaTypes: ['application/json'], maxBytes: 100_000, as: 'json' };
const ask = supertest(echo(rule));

describe('bodies', () => {
  test.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON;charset="UTF-8"', 200],
    ['application/json; charset=utf-7', 415],
    ['application/json; charset=utf-16le', 415],
    ['application/jsonx', 415],
    ['text/json', 415],
    ['', 415],
  ])('sent as %s', async (type, status) => {
    const { body } = await answered(ask.post('/').set('Content-Type', type).send('{"a":1}'));
    expect(body).toMatchObject(
      status === 200
        ? { mediaType: 'application/json', json: { a: 1 } }
        : { code: 'unsupported-media-type' },
    );
  });

  test('of the parameters only the release of FHIR goes on', async () => {
    const type = 'application/json; charset=utf-8; FHIRVersion="3.0"; x=y';
    const { body } = await answered(ask.post('/').set('Content-Type', type).send('{"a":1}'));
    expect(body).toMatchObject({ mediaType: 'application/json; fhirVersion=3.0' });
  });

  test.each([
    ['{"a":1,"a":2}', 'line 1, column 8: this member occurs twice in its object'],
    ['{"__proto__":{}}', 'line 1, column 2: this member name is not allowed'],
    ['['.repeat(5000), 'line 1, column 65: arrays and objects are nested too deeply'],
    ['{"bsn":"999900006"', 'line 1, column 19: this is not JSON'],
  ])('that two readers could take for two things: %#', async (text, issue) => {
    const { body } = await answered(ask.post('/').type('json').send(text));
    expect(body).toEqual({ code: 'bad-request', issues: [{ text: issue }] });
  });

  test('that are empty, compressed or too large', async () => {
    const code = async (request: supertest.Test): Promise<unknown> =>
      ((await request).body as { code: unknown }).code;
    expect(await code(ask.post('/').type('json'))).toBe('bad-request');
    expect(await code(ask.post('/').type('json').set('Content-Encoding', 'gzip').send('{}'))).toBe(
      'unsupported-media-type',
    );
    const large = JSON.stringify('x'.repeat(100_000));
    expect(await code(ask.post('/').type('json').send(large))).toBe('payload-too-large');
  });

  test('parameters are percent-encoded UTF-8 or refused, never repaired', () => {
    expect(parametersOf('a=%C3%A9&b=1+2').get('a')).toBe('é');
    for (const text of ['a=%zz', 'a=%ff', 'a=é', 'a=%'])
      expect(() => parametersOf(text)).toThrow(GatewayError);
  });
});

describe('the listener', () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = await listen(echo(rule), { host: '127.0.0.1', port: 0 });
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => close(server, 100));

  const raw = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (bytes) => (answer += bytes.toString()));
      socket.on('error', () => resolve(answer));
      socket.on('close', () => resolve(answer));
    });

  test.each([
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['headers of 9 KiB', `X: ${'x'.repeat(9000)}\r\n\r\n`],
  ])('closes on %s', async (_, rest) => {
    const answer = await raw(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${rest}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4(00|31) /);
  });

  test('counts a body that comes in chunks and does not say how long it is', async () => {
    const head =
      'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n';
    const chunk = `20000\r\n${'1'.repeat(0x20000)}\r\n0\r\n\r\n`;
    expect(await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk}`)).toContain(
      'payload-too-large',
    );
  });

  test('closes a connection that never finishes its headers', async () => {
    const started = performance.now();
    await raw('POST / HTTP/1.1\r\nHost: x\r\n');
    expect(performance.now() - started).toBeLessThan(9_000);
  }, 15_000);
});
