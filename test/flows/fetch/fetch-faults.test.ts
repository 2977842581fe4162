import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Response } from 'express';
import {
  FETCH_FAULTS,
  type FetchFaultCode,
} from '../../../src/adapters/fhir-server/fetch-fault.ts';
import {
  clinicCanaries,
  fetchNow,
  GGZ,
  introduce,
  startFetchingRegion,
  type FetchingRegion,
} from '../../support/fetching-region.ts';
import { outcome, send, type Fault } from '../../support/fhir-provider.ts';

/** Stands in every bad answer, wherever a server can put something. */
const CANARY = 'CANARY-7731-mother-of-Zoe';
const AN_HOUR_AGO = Date.now() - 3_600_000;
/** The search for goals of the first patient: the rest of the server is well. */
const GOALS = /^GET \/fhir\/Goal\?.*pat-1/;

const says = (status: number, body: object = outcome('exception', CANARY)) => {
  return (_: unknown, res: Response) => send(res.status(status).set('X-Trace', CANARY), body);
};
const writes =
  (type: string, text: string, status = 200) =>
  (_: unknown, res: Response) =>
    void res.status(status).type(type).send(text);
const page = (entry: readonly object[], link: readonly object[] = []) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  link,
  entry,
});
const next = (url: string) => [{ relation: 'next', url }];
const goalOf = (patient: string) => ({
  resource: {
    resourceType: 'Goal',
    id: 'other',
    lifecycleStatus: 'active',
    description: { text: CANARY },
    subject: { reference: `Patient/${patient}` },
  },
});

type Row = readonly [name: string, fault: FetchFaultCode, answer: Fault['answer'], at?: RegExp];

const FAULTS: readonly Row[] = [
  ['failing', 'server-error', says(500)],
  ['failing with a page of its own', 'server-error', writes('html', `<h1>${CANARY}</h1>`, 500)],
  ['forbidding', 'forbidden', says(403)],
  ['not knowing the type', 'not-found', says(404)],
  ['not taking the question', 'question-refused', says(400)],
  [
    'asking to wait for a day',
    'busy',
    (_, res) => send(res.status(429).set('Retry-After', '86400'), outcome('throttled', CANARY)),
  ],
  [
    'always asking to wait',
    'busy',
    (_, res) => send(res.status(503).set('Retry-After', '1'), outcome('throttled', CANARY)),
  ],
  [
    'sending elsewhere',
    'redirected',
    (_, res) => res.redirect(302, `http://127.0.0.1:9/${CANARY}`),
  ],
  ['never answering', 'timeout', () => undefined],
  ['answering drop by drop', 'timeout', (_, res) => drip(res)],
  ['hanging up', 'unreachable', (_, res) => void res.socket?.destroy()],
  ['switching to another protocol', 'unreachable', (_, res) => switchProtocol(res)],
  ['promising more than it sends', 'unreachable', (_, res) => cutShort(res)],
  ['answering without end', 'too-large', (_, res) => flood(res)],
  ['answering small what is large', 'wrong-content', (_, res) => bomb(res)],
  ['answering HTML', 'wrong-content', writes('text/html', `<p>${CANARY}</p>`)],
  [
    'answering half of a JSON text',
    'wrong-content',
    writes('application/fhir+json', `{"resourceType":"Bundle","entry":[{"${CANARY}"`),
  ],
  [
    'naming a member twice',
    'wrong-content',
    writes(
      'application/fhir+json',
      `{"resourceType":"Bundle","resourceType":"Bundle","x":"${CANARY}"}`,
    ),
  ],
  ['answering no Bundle', 'wrong-content', says(200, outcome('informational', CANARY))],
  [
    'answering a Bundle of another kind',
    'wrong-content',
    says(200, { ...page([]), type: 'history' }),
  ],
  ['answering entries that are none', 'wrong-content', says(200, page([{ resource: CANARY }]))],
  [
    'answering other types',
    'wrong-content',
    says(200, page([{ resource: { resourceType: 'Flag', id: 'f' } }])),
  ],
  ['answering links that are none', 'wrong-content', says(200, { ...page([]), link: CANARY })],
  ['answering about others', 'about-others', says(200, page([goalOf('pat-2')]))],
  [
    'linking to another host',
    'link-elsewhere',
    says(200, page([], next(`http://127.0.0.2:9/fhir?x=${CANARY}`))),
  ],
  [
    'linking to another scheme',
    'link-elsewhere',
    says(200, page([], next(`file:///etc/${CANARY}`))),
  ],
  [
    'linking above its base',
    'link-elsewhere',
    says(200, page([], next(`/fhir/../admin/${CANARY}`))),
  ],
  [
    'linking in a ring',
    'endless',
    says(200, page([], next('?_page=ring'))),
    /^GET \/fhir(?:\/Goal.*pat-1|\/?\?_page=ring)/,
  ],
  ['refusing the token', 'not-authorised', says(401)],
  ['giving no tokens', 'token-refused', says(400, { error: CANARY }), /^POST \/token/],
  [
    'giving tokens that are none',
    'token-refused',
    says(200, { access_token: `${CANARY}\n`, token_type: 'bearer' }),
    /^POST \/token/,
  ],
  [
    'giving tokens of another type',
    'token-refused',
    says(200, { access_token: CANARY, token_type: 'mac' }),
    /^POST \/token/,
  ],
  ['having no statement', 'no-fhir-server', says(404), /metadata/],
  [
    'speaking R5',
    'other-version',
    says(200, { resourceType: 'CapabilityStatement', fhirVersion: '5.0.0' }),
    /metadata/,
  ],
  [
    'giving another patient',
    'about-others',
    says(200, { resourceType: 'Patient', id: 'pat-2' }),
    /^GET \/fhir\/Patient\/pat-1/,
  ],
  [
    'not having the patient, in words of its own',
    'not-found',
    writes('text/html', CANARY, 404),
    /^GET \/fhir\/Patient\/pat-1/,
  ],
];

describe('a server that is', () => {
  let region: FetchingRegion;
  let plan = '';
  let view = '';
  beforeAll(async () => {
    region = await startFetchingRegion('embedded');
    const { clinic, provider } = region;
    plan = await clinic.plan([['Patient/pat-1'], ['RelatedPerson/rel-1']]);
    await introduce(region, { limits: { requestSeconds: 1, megabytes: 1 } });
    await fetchNow(clinic);
    view = await clinic.pull(plan);
    for (const canary of clinicCanaries()) expect(view).toContain(canary);
    // Somebody else, who comes after in every run: one patient's fault is not another's.
    await clinic.plan([['Patient/pat-6']]);
    provider.put({ resourceType: 'Patient', id: 'pat-6' }, AN_HOUR_AGO);
  });
  afterEach(() => {
    region.provider.faults = [];
  });
  afterAll(async () => region.close());

  test.each(FAULTS)('%s ends as %s, and nothing it said gets anywhere', async (...row) => {
    const [, code, answer, at = GOALS] = row;
    const { clinic, provider, gateway } = region;
    provider.put({ ...clinicGoal(), note: [{ text: `again ${Math.random()}` }] });
    provider.faults = [{ at, answer }];
    const { run } = await fetchNow(clinic);
    const { ends, text } = FETCH_FAULTS[code];
    expect(run?.faults).toEqual([{ code, text, people: ends === 'person' ? 1 : 0 }]);
    expect(run?.outcome).toBe(ends === 'person' ? 'partial' : 'stopped');
    if (ends === 'person') expect(run?.counts).toMatchObject({ people: 2, gone: 0 });
    const told = [gateway.log(), JSON.stringify(await clinic.status()), await record()].join();
    for (const secret of [CANARY, provider.origin, 'pat-1', ...provider.tokens])
      expect(told).not.toContain(secret);
    expect(gateway.log()).toContain(`"${code}"`);
    expect(withoutStamp(await clinic.pull(plan))).toBe(withoutStamp(view));
    provider.faults = [];
    const after = await fetchNow(clinic);
    expect(after.run?.outcome).toBe('done');
    view = await clinic.pull(plan);
    expect(view).not.toContain(CANARY);
  });

  test('busy for a moment is asked again, and then it is well', async () => {
    const { clinic, provider } = region;
    provider.put({ ...clinicGoal(), note: [{ text: 'after-a-moment' }] });
    const busy = says(503);
    provider.faults = [
      { at: GOALS, times: 1, answer: (_, res) => busy(_, res.set('Retry-After', '0')) },
      { at: GOALS, times: 1, answer: says(429) },
      { at: GOALS, times: 1, answer: says(502) },
    ];
    expect((await fetchNow(clinic)).run).toMatchObject({ outcome: 'done', faults: [] });
    expect(await clinic.pull(plan)).toContain('after-a-moment');
  });

  test('forgetful of a token gets a new one', async () => {
    const { clinic, provider } = region;
    const { size } = provider.tokens;
    provider.faults = [{ at: GOALS, times: 1, answer: says(401) }];
    expect((await fetchNow(clinic)).run).toMatchObject({ outcome: 'done', faults: [] });
    expect(provider.tokens.size - size).toBe(2);
  });

  test('without _lastUpdated is asked for everything every time', async () => {
    const { clinic, provider } = region;
    provider.faults = [{ at: /_lastUpdated/, answer: says(400) }];
    expect((await fetchNow(clinic)).run).toMatchObject({ outcome: 'done', counts: { changed: 0 } });
  });

  async function record(): Promise<string> {
    const { gateway, clinic } = region;
    const token = await clinic.officerToken();
    const chains = [`plan:${plan}`, `organisation:${GGZ}`, 'region'];
    const pages = chains.map(async (chain) => {
      const path = `/v1/audit/chains/${chain}/entries?limit=500`;
      return JSON.stringify(await gateway.driver.must('GET', path, { token }));
    });
    return (await Promise.all(pages)).join();
  }
});

/** Tags and instants of the answer itself. */
function withoutStamp(view: string): string {
  return view.replaceAll(/"(?:lastUpdated|timestamp)":"[^"]*"/g, '');
}

function clinicGoal() {
  return {
    resourceType: 'Goal',
    id: 'goal-again',
    lifecycleStatus: 'active',
    description: { text: 'try again' },
    subject: { reference: 'Patient/pat-1' },
  };
}

function drip(res: Response): void {
  res.type('application/fhir+json');
  const timer = setInterval(() => res.write(' '), 20);
  res.once('close', () => clearInterval(timer));
}

function switchProtocol(res: Response): void {
  const head = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: other'];
  res.socket?.write(`${head.join('\r\n')}\r\n\r\n${CANARY}`);
}

function cutShort(res: Response): void {
  res.set('Content-Length', '5000').type('application/fhir+json').write(`{"x":"${CANARY}`);
  setTimeout(() => res.socket?.destroy(), 20);
}

function flood(res: Response): void {
  res.type('application/fhir+json');
  const piece = CANARY.repeat(10_000);
  const timer = setInterval(() => res.write(piece), 1);
  res.once('close', () => clearInterval(timer));
}

function bomb(res: Response): void {
  const body = gzipSync(JSON.stringify(page([{ resource: CANARY.repeat(100_000) }])));
  res.type('application/fhir+json').set('Content-Encoding', 'gzip').send(body);
}
