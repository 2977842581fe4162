import type { PlanList } from '../../src/flows/flows.ts';

const FROM = '2026-01-01T00:00:00+01:00';

/** A good record for each list of a plan. */
export const LISTS = {
  members: { birthDate: null, birthPrecision: 'unknown' },
  persons: { deceasedAt: null },
  authorities: { subject: 'm1', holder: 'm2', kind: 'gezag', status: 'established', from: FROM },
  'care-team': { org: 'school', role: 'school-care-coordinator', from: FROM, until: null },
  'care-relations': { org: 'school', subject: 'm1', from: FROM },
  levels: { level: 2, from: FROM },
  'safety-blocks': { subject: 'm1', recipients: 'all', from: FROM },
  'emergency-accesses': { org: 'school', reason: 'other', from: FROM },
  provisions: {
    subject: 'm1',
    kind: 'secrecy',
    effect: 'grant',
    recipient: { organisation: 'school' },
    purpose: 'plan-making',
    category: 'plan',
    from: FROM,
    givers: ['m1'],
  },
  enrolments: { org: 'school', member: 'm1', identifiers: ['C-1'] },
} satisfies Record<PlanList, object>;
