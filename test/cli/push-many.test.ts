import { appendFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { DeliveryReport } from '../../src/cli/delivery/delivery-report.ts';
import { listFiles } from '../../src/cli/delivery/list-files.ts';
import { pushManyCommand, type PushManyOptions } from '../../src/cli/delivery/push-many-command.ts';
import type { GatewayAnswer, GatewayClient, GatewayRequest } from '../../src/cli/gateway-client.ts';
import { GatewayUnreachable } from '../../src/cli/gateway-faults.ts';
import { EXIT } from '../../src/cli/terminal.ts';
import { lines, scratchFolder } from '../support/scratch-folder.ts';

const { at, put } = scratchFolder('push-many');

/** What a gateway answered to each body, and what a repeat under the same key gets. */
interface Script {
  readonly requests: { path: string; key: string; body: string; mediaType: string }[];
  readonly client: GatewayClient;
}

type Behave = (request: {
  body: string;
  count: number;
}) => Partial<GatewayAnswer> | 'lost' | 'dies';

function gateway(behave: Behave = () => ({})): Script {
  const requests: Script['requests'] = [];
  const send = (request: GatewayRequest): Promise<GatewayAnswer> => {
    const body = Buffer.from(request.body as Uint8Array).toString();
    const { path, mediaType = '', headers } = request;
    requests.push({ path, key: headers?.['idempotency-key'] ?? '', body, mediaType });
    const behaviour = behave({ body, count: requests.length });
    if (behaviour === 'dies') return Promise.reject(new Error('killed'));
    if (behaviour === 'lost') return Promise.reject(new GatewayUnreachable('here'));
    const json = answerTo(body);
    return Promise.resolve({ status: 200, headers: new Headers(), text: '', json, ...behaviour });
  };
  const client = {
    access: { gateway: 'http://here' },
    send,
    ask: send,
  } as unknown as GatewayClient;
  return { requests, client };
}

/** A gateway that holds back every line with `bad` in it. */
function answerTo(body: string): object {
  const all = body.split('\n').flatMap((text, i) => (text.trim() === '' ? [] : [{ text, i }]));
  const place = (i: number): string => `line ${i + 1}/x`;
  return {
    ...{ delivery: 'd', dryRun: false, mapping: 'm 1', withdrawn: 0 },
    changed: all.length,
    accepted: all
      .filter(({ text }) => !text.includes('bad'))
      .map(({ i }) => ({ places: [place(i)], resource: 'Goal', labels: ['plan.goals'] })),
    quarantined: all
      .filter(({ text }) => text.includes('bad'))
      .map(({ i }) => ({ place: place(i), code: 'invalid-value', text: 'repair it' })),
  };
}

const quiet = { print: () => undefined, complain: () => undefined };
const report = (): string => `${at()}.report`;
const rows = () =>
  readFileSync(report(), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
afterEach(() => {
  for (const end of ['', '.state', '.dry-run', '.dry-run.state'])
    rmSync(`${report()}${end}`, { force: true });
});
const pauses: number[] = [];
const push = (client: GatewayClient, more: Partial<PushManyOptions> = {}) => {
  pauses.length = 0;
  const pause = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    return Promise.resolve();
  };
  const options = { adapter: 'm', paths: [at()], report: report(), parallel: 4, pause, ...more };
  return pushManyCommand(client, options, quiet);
};

describe('the files of a delivery', () => {
  test('come in the order of their names, folders in their place, others by name', async () => {
    await mkdir(at('b'));
    for (const name of ['c.csv', 'a.json', 'b/z.xml', 'b/A.ndjson', 'notes.docx', '.hidden.json'])
      put(name, '{}');
    const { files, passedOver } = await listFiles([at()]);
    const names = ['a.json', 'b/A.ndjson', 'b/z.xml', 'c.csv'].map((name) => at(name));
    expect(files).toEqual(names);
    expect(passedOver).toEqual([at('notes.docx')]);
    await expect(listFiles([at('nowhere')])).rejects.toThrow('is not there');
  });
});

test('a link is followed to a file; into a folder or to nothing it is passed over by name', async () => {
  await mkdir(at('b'));
  put('b/a.json', '{}');
  const links = { 'to-file.json': 'b/a.json', 'to-folder': '.', 'to-nothing.json': 'gone' };
  for (const [name, to] of Object.entries(links)) symlinkSync(at(to), at(name));
  const { files, passedOver } = await listFiles([at()]);
  expect(files).toEqual([at('b/a.json'), at('to-file.json')]);
  expect(passedOver).toEqual([at('to-folder'), at('to-nothing.json')]);
});

describe('a delivery of many files', () => {
  test('sends each by what its name says it is, and reports each fact in its file', async () => {
    put('a.csv', 'x;y\n');
    put('b.ndjson', lines({ n: 1 }, '', { bad: 2 }));
    const { client, requests } = gateway();
    expect(await push(client)).toBe(EXIT.partly);
    expect(requests.map(({ mediaType }) => mediaType)).toEqual([
      'text/csv',
      'application/x-ndjson',
    ]);
    const file = at('b.ndjson');
    expect(rows().slice(2)).toEqual([
      expect.objectContaining({ kind: 'request', name: file, outcome: 'partly', accepted: 1 }),
      { kind: 'fact', file, places: ['line 1/x'], resource: 'Goal', labels: ['plan.goals'] },
      { kind: 'quarantined', file, place: 'line 3/x', code: 'invalid-value', text: 'repair it' },
    ]);
  });

  test('ends by what became of it', async () => {
    put('a.ndjson', lines({ n: 1 }));
    expect(await push(gateway().client)).toBe(EXIT.done);
    put('b.ndjson', lines({ n: 2 }));
    expect(await push(gateway(() => ({ status: 422, json: {} })).client)).toBe(EXIT.refused);
    expect(await push(gateway(() => 'lost').client)).toBe(EXIT.unanswered);
  });

  test('comes back when it is asked to, and no sooner', async () => {
    put('a.ndjson', lines({ n: 1 }));
    const asked = { status: 429, headers: new Headers({ 'retry-after': '7' }) };
    const { client, requests } = gateway(({ count }) => (count < 3 ? asked : {}));
    expect(await push(client)).toBe(EXIT.done);
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
    expect(pauses.every((pause) => pause >= 7000)).toBe(true);
    expect(pauses).toHaveLength(2);
  });

  test('stops where nobody answers, and goes on there under the same keys', async () => {
    for (const n of [1, 2, 3, 4]) put(`${n}.ndjson`, lines({ n }));
    const first = gateway(({ body }) => (body.includes('3') ? 'lost' : {}));
    expect(await push(first.client)).toBe(EXIT.unanswered);
    const second = gateway();
    expect(await push(second.client)).toBe(EXIT.done);
    expect(second.requests.map(({ body }) => body)).toEqual([lines({ n: 3 }), lines({ n: 4 })]);
    const lost = first.requests.find(({ body }) => body.includes('3'));
    expect(second.requests[0]?.key).toBe(lost?.key);
    const third = gateway();
    expect(await push(third.client)).toBe(EXIT.done);
    expect(third.requests).toEqual([]);
    const told = rows().filter(({ kind, outcome }) => kind === 'request' && outcome === 'accepted');
    expect(told).toHaveLength(4);
  });

  test('tells every request once, wherever it was killed', async () => {
    for (const n of [1, 2, 3]) put(`${n}.ndjson`, lines({ n }));
    await push(gateway().client);
    const [whole, state] = [
      readFileSync(report(), 'utf8'),
      readFileSync(`${report()}.state`, 'utf8'),
    ];
    const cuts = [...state.matchAll(/\n/g)].map(({ index }) => index + 1);
    for (const [i, cut] of cuts.entries())
      for (const [extra, torn] of [
        ['', ''],
        ['{"kind":"fact","fi', '{"key":"x'],
        [whole, ''],
      ]) {
        const noted = state.slice(0, cut);
        const length = Number(/"report":(\d+)\}\n$/.exec(noted)?.[1] ?? 0);
        writeFileSync(report(), whole.slice(0, length) + (extra ?? ''));
        writeFileSync(`${report()}.state`, noted + (torn ?? ''));
        const again = gateway();
        expect(await push(again.client)).toBe(EXIT.done);
        expect(again.requests).toHaveLength(3 - i);
        expect(readFileSync(report(), 'utf8')).toBe(whole);
      }
  });

  test('sends anew what changed, and all of it under another report', async () => {
    const file = put('a.ndjson', lines({ n: 1 }));
    put('b.ndjson', lines({ n: 2 }));
    const first = gateway();
    await push(first.client);
    appendFileSync(file, lines({ n: 3 }));
    const second = gateway();
    await push(second.client);
    expect(second.requests.map(({ body }) => body)).toEqual([lines({ n: 1 }, { n: 3 })]);
    rmSync(`${report()}.state`);
    const third = gateway();
    await push(third.client);
    expect(third.requests).toHaveLength(2);
    expect(first.requests.map(({ key }) => key)).not.toContain(third.requests[1]?.key);
  });

  test('tries again at the next start what was refused', async () => {
    put('a.ndjson', lines({ n: 1 }));
    await push(gateway(() => ({ status: 422, json: {} })).client);
    const again = gateway();
    expect(await push(again.client)).toBe(EXIT.done);
    expect(again.requests).toHaveLength(1);
  });

  test('is not mixed with another one, and a rehearsal leaves no trace in it', async () => {
    put('a.ndjson', lines({ n: 1 }));
    const rehearsal = gateway();
    await push(rehearsal.client, { dryRun: true });
    expect(rehearsal.requests[0]?.path).toBe('/dossiers/m?dry-run=true');
    const real = gateway();
    await push(real.client);
    expect(real.requests).toHaveLength(1);
    await expect(push(real.client, { adapter: 'other' })).rejects.toThrow('another delivery');
    const broken = DeliveryReport.open(at('none/x'), {
      gateway: '',
      adapter: '',
      complete: false,
    });
    await expect(broken).rejects.toThrow();
  });

  test('keeps the order of what may be about the same, and lets the rest overlap', async () => {
    const bundle = (id: string) => JSON.stringify({ resourceType: 'Goal', id });
    for (const [name, id] of [
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'a'],
      ['4', 'c'],
    ])
      put(`${name ?? ''}.json`, bundle(id ?? ''));
    const order: string[] = [];
    let underWay = 0;
    let most = 0;
    const { client } = gateway();
    const slow = {
      ...client,
      send: async (request: GatewayRequest) => {
        const body = Buffer.from(request.body as Uint8Array).toString();
        order.push(`begin ${body}`);
        most = Math.max(most, (underWay += 1));
        await new Promise((resolve) => setTimeout(resolve, 10));
        underWay -= 1;
        order.push(`end ${body}`);
        return client.send(request);
      },
    };
    await push(slow, { adapter: 'fhir-r4' });
    expect(most).toBeGreaterThan(1);
    const ofA = order.filter((entry) => entry.includes('"a"')).map((entry) => entry.split(' ')[0]);
    expect(ofA).toEqual(['begin', 'end', 'begin', 'end']);
    most = 0;
    await push(slow, { adapter: 'some-mapping', report: `${report()}.dry-run` });
    expect(most).toBe(1);
  });
});
