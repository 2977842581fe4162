import type { Resource } from '@medplum/fhirtypes';
import type { Receipt } from '../../src/audit/entry.ts';
import type { Flows, PushRequest } from '../../src/flows/flows.ts';
import type { ReleasedPlan } from '../../src/release/released-plan.ts';

/** A released plan, and flows that give it and remember what they were asked. */
export const PLAN = 'abcdefghijklmnopqrstuvwxyz';
export const receipt = {
  chain: PLAN,
  seq: 3,
  head: 'ab',
  get askedAtMs() {
    return performance.now();
  },
} as unknown as Receipt;
export const notice = new Map([['health', 'client-may-allow' as const]]);
const meta = { versionId: 'v1', lastUpdated: '2026-05-01T10:00:00.000Z' };
const subject = { reference: `Group/${PLAN}.household` };
export const resources: Resource[] = [
  { resourceType: 'CarePlan', id: `${PLAN}.plan`, status: 'active', intent: 'plan', subject, meta },
  { resourceType: 'Group', id: `${PLAN}.household`, type: 'person', actual: true },
  {
    resourceType: 'Goal',
    id: `${PLAN}.g1`,
    lifecycleStatus: 'active',
    subject,
    description: { text: 'rust' },
    meta,
  },
  {
    resourceType: 'Goal',
    id: `${PLAN}.g2`,
    lifecycleStatus: 'completed',
    subject,
    description: { text: 'werk' },
  },
  { resourceType: 'Patient', id: `${PLAN}.m1` },
];
export const released = {
  planId: PLAN,
  resources,
  notice,
  factsDigest: 'ab',
  empty: false,
} as unknown as ReleasedPlan;

export const pulled: string[] = [];
export const pushed: PushRequest[] = [];
export const looked: (readonly string[])[] = [];
export const flows: Partial<Flows> = {
  pull: (_, planId) => {
    pulled.push(planId);
    return Promise.resolve({ released: planId === PLAN ? released : null, notice, receipt });
  },
  findPatients: (_, identifiers) => {
    looked.push(identifiers);
    const found = identifiers.includes('C-1') ? [{ released, members: ['m1'], receipt }] : [];
    return Promise.resolve({ found, notice, receipt });
  },
  push: (_, push) => {
    pushed.push(push);
    const quarantined = [
      { place: '/entry/1/resource', code: 'no-subject', text: 'name one' } as const,
    ];
    return Promise.resolve({
      answer: {
        delivery: 'd',
        dryRun: false,
        mapping: 'fhir-r4 1.0.0',
        accepted: [{ places: ['/entry/0/resource'], resource: 'Goal/g1', labels: ['plan.goals'] }],
        quarantined: Buffer.from(push.body).includes('"Bundle"') ? quarantined : [],
        withdrawn: 0,
        changed: 1,
      },
      receipts: [],
    });
  },
  audit: {
    entries: () =>
      Promise.resolve({
        receipt,
        entries: [
          {
            chain: `plan:${PLAN}`,
            seq: 2,
            head: 'ab',
            text: JSON.stringify({
              v: 1,
              kind: 'release',
              actor: { organisation: 'school', client: 'lvs', subject: 'mw-1', role: 'volunteer' },
              trace: 'f'.repeat(32),
              instant: '2026-05-01T10:00:00.000Z',
              outcome: 'permitted',
              purpose: 'plan-making',
              plan: PLAN,
              subjects: ['m1'],
              rules: ['r1'],
            }),
          },
        ],
      }),
  } as unknown as Flows['audit'],
};
