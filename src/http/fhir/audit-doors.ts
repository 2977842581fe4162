import type { Bundle } from '@medplum/fhirtypes';
import { auditEventOf } from '../../audit/audit-event.ts';
import { planChain } from '../../audit/chain.ts';
import { GatewayError } from '../../flows/gateway-error.ts';
import type { CallerExchange, GuardedDoor } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { pageOf } from '../page.ts';
import { sendReleased } from '../send.ts';
import { planOf } from './plan-of.ts';

const PARAMETERS: ReadonlySet<string> = new Set(['entity', '_count', 'after', '_format']);
const PLAN = /^(?:CarePlan\/)?([A-Za-z0-9-]+)\.plan$/;

/** The record of one plan as AuditEvents, for officers; reading it is on the record too. */
export function auditDoors(options: GatewayOptions): readonly GuardedDoor[] {
  return [
    {
      name: 'fhir.audit',
      method: 'get',
      path: '/fhir/AuditEvent',
      dialect: 'fhir',
      needs: 'audit.read',
      fhir: { code: 'search-type', types: ['AuditEvent'] },
      handle: (exchange) => answerAudit(exchange, options),
    },
  ];
}

async function answerAudit(
  { call, query, res }: CallerExchange,
  { flows, baseUrl }: GatewayOptions,
): Promise<void> {
  const reference = referenceOf(query);
  const page = pageOf(query, '_count');
  const { entries, receipt } = await flows.audit.entries(call, planChain(planOf(reference)), page);
  const self = `${baseUrl}/fhir/AuditEvent?entity=CarePlan/${reference}&_count=${page.limit}`;
  const last = entries.at(-1);
  const more = last && entries.length === page.limit;
  const resource: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    link: [
      { relation: 'self', url: `${self}&after=${page.after}` },
      ...(more ? [{ relation: 'next', url: `${self}&after=${last.seq}` }] : []),
    ],
    entry: entries.map((entry) => {
      const event = auditEventOf(entry);
      const fullUrl = `${baseUrl}/fhir/AuditEvent/${event.id ?? ''}`;
      return { fullUrl, resource: event, search: { mode: 'match' as const } };
    }),
  };
  sendReleased(res, { status: 200, resource }, receipt);
}

/** The logical id of the plan. @throws GatewayError `bad-request` */
function referenceOf(query: URLSearchParams): string {
  const unknown = [...query.keys()].find((name) => !PARAMETERS.has(name));
  const [, plan] = PLAN.exec(query.get('entity') ?? '') ?? [];
  if (plan !== undefined && unknown === undefined) return `${plan}.plan`;
  const text = 'Name the plan, and nothing else: entity=CarePlan/{id}, with _count and after.';
  throw new GatewayError('bad-request', [{ place: 'entity', text }]);
}
