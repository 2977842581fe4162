import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FetchFault } from '../../../src/adapters/fhir-server/fetch-fault.ts';
import { isBelow, nextLink } from '../../../src/adapters/fhir-server/next-link.ts';
import { isPublicAddress, Reach, type Resolve } from '../../../src/adapters/fhir-server/reach.ts';
import { createTransport } from '../../../src/adapters/fhir-server/transport.ts';

const resolveTo =
  (...addresses: readonly string[]): Resolve =>
  (_, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('an address as it is written', () => {
  const reach = new Reach(['http://127.0.0.1:9911', 'https://fhir.intern:8443']);

  test.each([
    'https://fhir.example.nl/r4',
    'https://fhir.example.nl:443/r4',
    'https://fhir.example.nl:8443/tenant/a-1/r4',
    'https://fhir.example.nl',
    'http://127.0.0.1:9911/fhir',
    'https://fhir.intern:8443/r4',
  ])('%s may be registered', (address) => {
    expect(reach.fault(address)).toBeUndefined();
  });

  test.each([
    'http://fhir.example.nl/r4',
    'http://127.0.0.1/',
    'https://127.0.0.1/fhir',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://localhost/',
    'https://localhost:8443/',
    'https://①②⑦.⓪.⓪.①/',
    'https://127。0。0。1/',
    'https://fhir.example.nl@127.0.0.1/',
    'https://user:pass@fhir.example.nl/',
    'https://127.0.0.1#@fhir.example.nl/',
    'https://fhir.example.nl\\@127.0.0.1/',
    'https://fhir.example.nl:22/',
    'https://fhir.example.nl:5432/',
    'https://fhir.example.nl%00.evil.example/',
    'https://fhir.example.nl/%0d%0aHost:%20evil',
    'https://fhir.example.nl/r4?x=1',
    'https://fhir.example.nl/a/../b',
    'https://fhir.example.nl/./b',
    'http://fhir.intern:8443/r4',
    'http://127.0.0.1:9912/fhir',
    'https://127.0.0.1:9911/fhir',
    'file:///etc/passwd',
    'gopher://127.0.0.1:5432/_x',
    'ftp://fhir.example.nl/',
    'data:text/html,x',
    '//fhir.example.nl/',
    'https:///fhir.example.nl/',
    'https://fhir.example.nl:80:80/',
    '',
  ])('%s may not', (address) => {
    expect(reach.fault(address)).toEqual(expect.any(String));
  });
});

test('this machine is within reach where that is said, and nothing else', () => {
  const reach = new Reach(['loopback']);
  expect(reach.fault('http://localhost:8090/fhir')).toBeUndefined();
  expect(reach.fault('http://127.0.0.1:8090/fhir')).toBeUndefined();
  for (const other of ['http://127.0.0.2:8090/fhir', 'http://10.0.0.1/fhir', 'http://a.example/x'])
    expect(reach.fault(other)).toBe('is https');
});

describe('an address that a name leads to', () => {
  test.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.0.9', '169.254.169.254'],
    ...['172.16.0.1', '172.31.255.255', '192.0.0.8', '192.168.1.1', '198.18.0.1', '224.0.0.1'],
    ...['240.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fd00::1', 'ff02::1'],
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1'],
    ...['2001:db8::1', 'fd00:ec2::254', 'not an address', ''],
  ])('%s is not connected to', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '145.7.1.2', '172.15.0.1', '172.32.0.1', '2a01:7c8::1', '2606:4700::1'])(
    '%s is',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test('is public whatever IPv4 form it takes, or it is refused', () => {
    const loopback = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(loopback, ([b, c, d]) => !isPublicAddress(`127.${b}.${c}.${d}`)),
      { numRuns: 200 },
    );
  });
});

/** A listener that counts who comes; nobody may. */
describe('a connection', () => {
  let server: Server;
  let connections = 0;
  let port = 0;
  beforeAll(async () => {
    server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
  });
  const send = async (url: string, reach: Reach): Promise<string> => {
    const transport = createTransport(reach);
    const { signal } = new AbortController();
    const limits = { timeoutMs: 2_000, maxBytes: 1_000, signal };
    try {
      await transport.send({ method: 'GET', url: new URL(url), headers: {}, ...limits });
      return 'sent';
    } catch (error) {
      return error instanceof FetchFault ? error.code : 'unknown';
    } finally {
      transport.close();
    }
  };

  test('is not made to a private address behind a public name', async () => {
    const seen = await Promise.all([
      send(`https://fhir.example.nl:${port}/`, new Reach([], resolveTo('127.0.0.1'))),
      send(`http://fhir.example.nl:${port}/`, new Reach([], resolveTo('::ffff:127.0.0.1'))),
      send(`http://fhir.example.nl:${port}/`, new Reach([], resolveTo('8.8.8.8', '127.0.0.1'))),
      send(`http://127.0.0.1:${port}/`, new Reach([])),
      send(`http://[::ffff:127.0.0.1]:${port}/`, new Reach([])),
      send(`http://2130706433:${port}/`, new Reach([])),
      send(`http://localhost:${port}/`, new Reach([])),
    ]);
    expect(seen).toEqual(seen.map(() => 'address-refused'));
    expect(connections).toBe(0);
  });

  test('goes to the address that was checked, not to a later answer of the name', async () => {
    const answers = ['8.8.8.8', '127.0.0.1'];
    let asked = 0;
    const rebinding: Resolve = (name, callback) => {
      asked += 1;
      resolveTo(answers.shift() ?? '127.0.0.1')(name, callback);
    };
    const reach = new Reach([], rebinding);
    const lookup = reach.lookupFor(new URL('https://fhir.example.nl/'));
    const given = await new Promise((resolve) =>
      lookup('fhir.example.nl', { all: true }, (error, addresses) => resolve(error ?? addresses)),
    );
    expect(given).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(asked).toBe(1);
    expect(await send(`http://fhir.example.nl:${port}/`, reach)).toBe('address-refused');
    expect(connections).toBe(0);
  });

  test('is made where the operator allows exactly this origin, and nowhere beside it', async () => {
    const allowed = new Reach([`http://fhir.intern:${port}`], resolveTo('127.0.0.1'));
    expect(await send(`http://fhir.intern:${port}/`, allowed)).toBe('unreachable');
    expect(connections).toBe(1);
    expect(await send(`http://fhir.other:${port}/`, allowed)).toBe('address-refused');
    expect(await send(`http://127.0.0.1:${port}/`, allowed)).toBe('address-refused');
    expect(connections).toBe(1);
  });
});

describe('a next link', () => {
  const BASE = 'https://fhir.example.nl/tenant/r4';
  const next = (url: unknown) => [
    { relation: 'self', url: 'x' },
    { relation: 'next', url },
  ];

  test.each([
    [`${BASE}?_getpages=1`, `${BASE}?_getpages=1`],
    [`${BASE}/Goal?page=2`, `${BASE}/Goal?page=2`],
    ['Goal?page=2', `${BASE}/Goal?page=2`],
    ['https://fhir.example.nl:443/tenant/r4/Goal', `${BASE}/Goal`],
  ])('%s is followed', (url, address) => {
    expect(nextLink(next(url), BASE)).toBe(address);
  });

  test.each([
    'https://fhir.example.nl/tenant/r40/Goal',
    'https://fhir.example.nl/tenant/other/Goal',
    'https://fhir.example.nl/tenant/r4/../x',
    'https://fhir.example.nl/tenant/r4/%2e%2e/x',
    'https://fhir.example.nl:8443/tenant/r4/Goal',
    'http://fhir.example.nl/tenant/r4/Goal',
    'https://evil.example/tenant/r4/Goal',
    'https://a:b@fhir.example.nl/tenant/r4/Goal',
    '//evil.example/tenant/r4',
    '/Goal?page=2',
  ])('%s is not', (url) => {
    expect(() => nextLink(next(url), BASE)).toThrow(new FetchFault('link-elsewhere'));
  });

  test('is never above the base, whatever is appended', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => !isBelow(new URL(url), BASE)),
      { numRuns: 200 },
    );
    expect(() => nextLink(next(7), BASE)).toThrow(new FetchFault('wrong-content'));
    expect(nextLink(undefined, BASE)).toBeUndefined();
    expect(nextLink([{ relation: 'self', url: BASE }, null], BASE)).toBeUndefined();
  });
});
