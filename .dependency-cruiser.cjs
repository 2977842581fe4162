/** The table of rooms (ARCHITECTURE.md) as code: who may import whom. */
const rooms = {
  vocabulary: [],
  wire: [],
  plan: ['vocabulary'],
  adapters: ['plan', 'vocabulary', 'wire'],
  consent: ['vocabulary'],
  policies: ['vocabulary'],
  decision: ['consent', 'policies', 'vocabulary'],
  release: ['decision', 'plan', 'vocabulary'],
  audit: ['vocabulary'],
  flows: [
    'wire',
    'vocabulary',
    'plan',
    'adapters',
    'consent',
    'policies',
    'decision',
    'release',
    'audit',
  ],
  reading: ['flows', 'adapters', 'plan'],
  onboarding: ['flows', 'adapters', 'plan', 'vocabulary', 'wire'],
  portal: ['onboarding', 'vocabulary'],
  store: ['flows', 'vocabulary', 'plan', 'consent', 'decision', 'audit'],
  identity: ['vocabulary', 'flows', 'wire'],
  http: ['flows', 'identity', 'vocabulary', 'release', 'audit', 'wire', 'portal'],
  cli: ['flows', 'identity', 'vocabulary', 'audit', 'wire'],
};
const wall = (room, allowed) => ({
  name: `room-${room}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: [room, ...allowed].map((r) => `^src/${r}/`) },
});
const onlyIn = (name, pkg, path) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: path },
  to: { path: `node_modules/${pkg}(/|$)` },
});
module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, allowed]) => wall(room, allowed)),
    onlyIn('casbin-in-one-file', 'casbin', '^src/policies/compile\\.ts$'),
    onlyIn('node-jose-in-one-file', 'node-jose', '^src/identity/jose\\.ts$'),
    onlyIn(
      'fhir-kit-client-in-one-file',
      'fhir-kit-client',
      '^src/adapters/fhir-server/client\\.ts$',
    ),
    {
      name: 'only-compose-opens-connections',
      comment: 'Flows know what a source answers; how it is reached is put in from outside.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(adapters/fhir-server/|fetching\\.ts$)' },
      to: { path: '^src/adapters/fhir-server/(client|transport|requests|smart-token|reach)\\.ts$' },
    },
    onlyIn('pg-in-the-store', 'pg', '^src/store/'),
    onlyIn('pglite-in-the-store', '@electric-sql/pglite', '^src/store/'),
    onlyIn('express-in-http', 'express', '^src/http/'),
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'only-decision-says-yes',
      comment: 'A Permit is minted in one file; nobody else may reach that file.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/decision/' },
      to: { path: '^src/decision/permit-mint\\.ts$' },
    },
    {
      name: 'only-release-composes-a-release',
      comment: 'A ReleasedPlan comes out of one file; its steps are put together nowhere else.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/release/release\\.ts$' },
      to: { path: '^src/release/compose-release\\.ts$' },
    },
    {
      name: 'held-content-is-read-by-a-replay-only',
      comment:
        'What was held back is sealed by the store and read by a replay; nobody else holds it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(flows/quarantine|store/quarantine)/' },
      to: { path: '^src/flows/quarantine/held-content\\.ts$' },
    },
    {
      name: 'only-the-record-gives-receipts',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(audit|store)/' },
      to: { path: '^src/audit/receipt-mint\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
