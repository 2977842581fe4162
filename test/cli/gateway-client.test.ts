import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { report } from '../../src/cli/exit-code.ts';
import { createGatewayClient } from '../../src/cli/gateway-client.ts';
import { EXIT, unsteering } from '../../src/cli/terminal.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const TOKEN = { access_token: 't', token_type: 'bearer', expires_in: 300 };
const servers = new Set<{ close(): unknown }>();
afterEach(() => {
  for (const server of servers) server.close();
  servers.clear();
});

/** What somebody reads who asks something of what answers here, and the exit code. */
async function asking(listener: RequestListener) {
  const server = createServer(listener);
  servers.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createGatewayClient({ gateway, client: 'c', kid: 'k', privateKey });
  const said: string[] = [];
  const terminal = { print: () => undefined, complain: (line: string) => void said.push(line) };
  const error: unknown = await client.ask({ path: '/v1/quarantine' }).catch((e: unknown) => e);
  return { code: report(error, terminal), said: said.join(' ').replace(gateway, 'HERE') };
}

const page = (status: number): RequestListener => {
  return (_, res) => void res.writeHead(status, { 'content-type': 'text/html' }).end('<p>log in');
};
const json = (answer: object) => JSON.stringify(answer);

describe('what answers', () => {
  const NO_GATEWAY = 'What answers at HERE is no gateway. Is the address right?';

  test.each<[string, RequestListener]>([
    ['a page to the question for a token', page(200)],
    ['another document to the question for a token', (_, res) => void res.end(json({ ok: true }))],
    [
      'a page to the question itself',
      (req, res) => (req.url === '/oauth/token' ? void res.end(json(TOKEN)) : page(200)(req, res)),
    ],
    [
      'a text to the question itself',
      (req, res) => void res.end(req.url === '/oauth/token' ? json(TOKEN) : '"a text"'),
    ],
  ])('with %s is no gateway: nothing is known', async (_how, listener) => {
    expect(await asking(listener)).toEqual({ code: EXIT.unanswered, said: NO_GATEWAY });
  });

  test('not at all, or with a fault, is asked again later', async () => {
    const gone = await asking((req) => req.socket.destroy());
    expect(gone).toEqual({
      code: EXIT.unanswered,
      said: 'There is no answer from HERE. Is the gateway running?',
    });
    expect(await asking(page(502))).toEqual({
      code: EXIT.unanswered,
      said: 'The gateway answered 502.',
    });
  });
});

test('nothing that is shown steers the terminal, and JSON keeps its meaning', () => {
  const text = 'a\u001b]52;c;eA==\u0007b\u009b2Jc\rd\u202ee\u2028f';
  expect(unsteering(`${text}\n\tnext`)).toBe(
    'a\\u001b]52;c;eA==\\u0007b\\u009b2Jc\\u000dd\\u202ee\\u2028f\n\tnext',
  );
  expect(JSON.parse(unsteering(JSON.stringify({ text }, null, 2)))).toEqual({ text });
  expect(unsteering('Zoë – ↵ 漢字 😀')).toBe('Zoë – ↵ 漢字 😀');
});
