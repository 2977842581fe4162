import { createHmac } from 'node:crypto';
import type { MappedDelivery, MappedFact } from '../../src/plan/delivery.ts';
import type { Enrolled, SettleOptions } from '../../src/plan/settle.ts';

export const opaque = (...parts: readonly string[]) =>
  createHmac('sha256', 'test key').update(JSON.stringify(parts)).digest('base64url');
export const options: SettleOptions = { opaque };
export const member = (planId: string, memberId: string) => ({ planId, memberId });

export const enrolled: Enrolled = new Map([
  ['Patient/a', [member('plan-1', 'anna')]],
  ['Patient/b', [member('plan-1', 'bas'), member('plan-2', 'sebas')]],
  ['Patient/c', [member('plan-2', 'cor')]],
  ['bsn:999904024', [member('plan-1', 'bas')]],
  ['bsn:999904036', [member('plan-1', 'noor')]],
]);

export const about = (...subjects: string[]): MappedFact => ({
  resource: { type: 'Goal', key: 'g' },
  elements: [{ path: ['description', 'text'], value: 'iets' }],
  labels: ['plan.goals'],
  subjects,
  places: ['/x'],
});
export const delivery = (
  facts: readonly MappedFact[],
  more: Partial<MappedDelivery> = {},
): MappedDelivery => ({
  mapping: 'test 1.0.0',
  dossiers: [{ key: 'Goal/g', facts }],
  withdrawn: [],
  quarantined: [],
  aliases: new Map(),
  ignored: [],
  ...more,
});
