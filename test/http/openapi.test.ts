import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { allDoors } from '../../src/http/doors.ts';
import { createLog } from '../../src/http/log.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { OPENAPI_FILE } from '../../src/http/openapi-check.ts';
import { BASE, bearer, flowsWith, testGateway, tokens } from './support.ts';

test('the description names every door that is not FHIR, and no other', () => {
  const { paths } = parse(readFileSync(OPENAPI_FILE, 'utf8')) as { paths: Record<string, object> };
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const doors = allDoors({
    flows: flowsWith({}),
    accessTokens: tokens,
    opaque: (...parts) => parts.join('-'),
    baseUrl: BASE,
    log: createLog(),
    metrics: createMetrics({ ofProcess: false }),
  });
  const open = doors
    .filter(({ dialect }) => dialect !== 'fhir')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual(open.sort());
});

const DESCRIBED = {
  delivery: 'd1',
  dryRun: false,
  mapping: 'm 1',
  accepted: [],
  quarantined: [],
  withdrawn: 0,
  changed: 0,
};

test.each([
  ['as described', DESCRIBED, 200],
  ['with a number for the name of the delivery', { ...DESCRIBED, delivery: 5 }, 500],
])('answers are held against the description in tests: %s', async (_, answer, status) => {
  const push = () => Promise.resolve({ answer: answer as never, receipts: [] });
  await testGateway({ push })
    .ask.post('/dossiers/m')
    .set('authorization', bearer())
    .set('content-type', 'application/json')
    .send('{}')
    .expect(status);
});
