import { isMembers, listOf } from './issue.ts';
import type { Members } from './issue.ts';

/** A rule of severity error that a table cannot express. */
export interface Invariant {
  readonly key: string;
  readonly holds: (value: Members) => boolean;
}

/** An element exists when it has a value or an extension, such as the reason why it has none. */
const has = (value: Members, ...names: readonly string[]): boolean =>
  names.some((name) => value[name] !== undefined || value[`_${name}`] !== undefined);
const hasChoice = (value: Members, base: string): boolean =>
  Object.keys(value).some(
    (name) => name.startsWith(base) && /^[A-Z]/.test(name.slice(base.length)),
  );
const part = (value: Members, name: string): Members => {
  const found = value[name];
  return isMembers(found) ? found : {};
};
const textOf = (value: Members, name: string, absent = ''): string => {
  const found = value[name];
  return typeof found === 'string' ? found : absent;
};
const items = (value: Members, name: string): readonly Members[] =>
  listOf(value[name]).filter(isMembers);
const invariant = (key: string, holds: Invariant['holds']): Invariant => ({ key, holds });
const implies = (key: string, name: string, ...needs: readonly string[]): Invariant =>
  invariant(key, (v) => !has(v, name) || has(v, ...needs));

/** Compares dates and date-times of any precision, on what both of them state. */
export function notAfter(start: unknown, end: unknown): boolean {
  if (typeof start !== 'string' || typeof end !== 'string') return true;
  if (start.includes('T') && end.includes('T')) return Date.parse(start) <= Date.parse(end);
  const length = Math.min(start.length, end.length, 10);
  return start.slice(0, length) <= end.slice(0, length);
}

const amount = (value: Members, name: string): number | undefined => {
  const found = part(value, name)['value'];
  return typeof found === 'number' ? found : undefined;
};
const hasCoding = (value: Members, name: string, system: string, codes: readonly string[]) =>
  items(part(value, name), 'coding').some(
    (c) => c['system'] === system && codes.includes(String(c['code'])),
  );
const codingKeys = (concept: unknown): readonly string[] =>
  isMembers(concept)
    ? items(concept, 'coding').map((c) => `${String(c['system'])}|${String(c['code'])}`)
    : [];

const UCUM = 'http://unitsofmeasure.org';
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';

const inUcum = (v: Members): boolean =>
  (has(v, 'code') || !has(v, 'value')) && (!has(v, 'system') || v['system'] === UCUM);
const notAtHome = (v: Members, name: string): boolean =>
  items(v, name).every((item) => item['use'] !== 'home');

function observationComponentsDiffer(v: Members): boolean {
  if (!hasChoice(v, 'value')) return true;
  const own = new Set(codingKeys(v['code']));
  return items(v, 'component').every((c) => codingKeys(c['code']).every((key) => !own.has(key)));
}

function eventOffset(v: Members): boolean {
  if (!has(v, 'offset')) return true;
  const when = listOf(v['when']);
  return when.length > 0 && !when.some((w) => ['C', 'CM', 'CD', 'CV'].includes(String(w)));
}

function distinctEntries(v: Members): boolean {
  if (v['type'] === 'history') return true;
  const keys = items(v, 'entry')
    .filter((e) => has(e, 'fullUrl'))
    .map(
      (e) => `${String(e['fullUrl'])}|${String(part(part(e, 'resource'), 'meta')['versionId'])}`,
    );
  return new Set(keys).size === keys.length;
}

const entriesHave = (v: Members, name: string, types: readonly string[]): boolean =>
  items(v, 'entry').every((e) => has(e, name) === types.includes(String(v['type'])));

const BUNDLE = [
  invariant(
    'bdl-1',
    (v) => !has(v, 'total') || ['searchset', 'history'].includes(String(v['type'])),
  ),
  invariant(
    'bdl-2',
    (v) => v['type'] === 'searchset' || items(v, 'entry').every((e) => !has(e, 'search')),
  ),
  invariant('bdl-3', (v) => entriesHave(v, 'request', ['batch', 'transaction', 'history'])),
  invariant('bdl-4', (v) =>
    entriesHave(v, 'response', ['batch-response', 'transaction-response', 'history']),
  ),
  invariant('bdl-7', distinctEntries),
  invariant(
    'bdl-9',
    (v) =>
      v['type'] !== 'document' ||
      (has(part(v, 'identifier'), 'system') && has(part(v, 'identifier'), 'value')),
  ),
  invariant('bdl-10', (v) => v['type'] !== 'document' || has(v, 'timestamp')),
  invariant(
    'bdl-11',
    (v) =>
      v['type'] !== 'document' ||
      part(items(v, 'entry')[0] ?? {}, 'resource')['resourceType'] === 'Composition',
  ),
  invariant(
    'bdl-12',
    (v) =>
      v['type'] !== 'message' ||
      part(items(v, 'entry')[0] ?? {}, 'resource')['resourceType'] === 'MessageHeader',
  ),
];

const TIMING = [
  implies('tim-1', 'duration', 'durationUnit'),
  implies('tim-2', 'period', 'periodUnit'),
  invariant('tim-4', (v) => !has(v, 'duration') || Number(v['duration']) >= 0),
  invariant('tim-5', (v) => !has(v, 'period') || Number(v['period']) >= 0),
  implies('tim-6', 'periodMax', 'period'),
  implies('tim-7', 'durationMax', 'duration'),
  implies('tim-8', 'countMax', 'count'),
  invariant('tim-9', eventOffset),
  invariant('tim-10', (v) => !(has(v, 'timeOfDay') && has(v, 'when'))),
];

const DATATYPES: readonly (readonly [string, readonly Invariant[]])[] = [
  ['Period', [invariant('per-1', (v) => notAfter(v['start'], v['end']))]],
  ['Quantity', [implies('qty-3', 'code', 'system')]],
  ['SimpleQuantity', [implies('qty-3', 'code', 'system')]],
  ['MoneyQuantity', [implies('qty-3', 'code', 'system')]],
  [
    'Age',
    [
      implies('qty-3', 'code', 'system'),
      invariant('age-1', (v) => inUcum(v) && !(Number(v['value']) <= 0)),
    ],
  ],
  ['Distance', [implies('qty-3', 'code', 'system'), invariant('dis-1', inUcum)]],
  [
    'Count',
    [
      implies('qty-3', 'code', 'system'),
      invariant(
        'cnt-3',
        (v) =>
          inUcum(v) && (!has(v, 'code') || v['code'] === '1') && Number.isInteger(v['value'] ?? 0),
      ),
    ],
  ],
  [
    'Duration',
    [
      implies('qty-3', 'code', 'system'),
      invariant('drt-1', (v) => !has(v, 'code') || (v['system'] === UCUM && has(v, 'value'))),
    ],
  ],
  [
    'Range',
    [
      invariant(
        'rng-2',
        (v) => !((amount(v, 'low') ?? -Infinity) > (amount(v, 'high') ?? Infinity)),
      ),
    ],
  ],
  [
    'Ratio',
    [
      invariant(
        'rat-1',
        (v) => has(v, 'numerator') === has(v, 'denominator') && has(v, 'numerator', 'extension'),
      ),
    ],
  ],
  ['Attachment', [implies('att-1', 'data', 'contentType')]],
  ['ContactPoint', [implies('cpt-2', 'value', 'system')]],
  ['Extension', [invariant('ext-1', (v) => has(v, 'extension') !== hasChoice(v, 'value'))]],
  ['Expression', [invariant('exp-1', (v) => has(v, 'expression', 'reference'))]],
  ['Timing.repeat', TIMING],
  [
    'DataRequirement.codeFilter',
    [invariant('drq-1', (v) => has(v, 'path') !== has(v, 'searchParam'))],
  ],
  [
    'DataRequirement.dateFilter',
    [invariant('drq-2', (v) => has(v, 'path') !== has(v, 'searchParam'))],
  ],
  ['TriggerDefinition', [invariant('trd', () => false)]],
];

const RESOURCES: readonly (readonly [string, readonly Invariant[]])[] = [
  [
    'Patient.contact',
    [invariant('pat-1', (v) => has(v, 'name', 'telecom', 'address', 'organization'))],
  ],
  ['Goal.target', [invariant('gol-1', (v) => !hasChoice(v, 'detail') || has(v, 'measure'))]],
  ['CarePlan.activity', [invariant('cpl-3', (v) => !(has(v, 'detail') && has(v, 'reference')))]],
  [
    'CareTeam.participant',
    [
      invariant(
        'ctm-1',
        (v) =>
          !has(v, 'onBehalfOf') ||
          /(^|\/)Practitioner\/|^urn:|^#/.test(textOf(part(v, 'member'), 'reference', 'urn:')),
      ),
    ],
  ],
  ['Task', [invariant('inv-1', (v) => notAfter(v['authoredOn'], v['lastModified']))]],
  [
    'Condition',
    [
      invariant(
        'con-4',
        (v) =>
          !hasChoice(v, 'abatement') ||
          hasCoding(v, 'clinicalStatus', CLINICAL, ['resolved', 'remission', 'inactive']),
      ),
      invariant(
        'con-5',
        (v) =>
          !hasCoding(v, 'verificationStatus', VERIFICATION, ['entered-in-error']) ||
          !has(v, 'clinicalStatus'),
      ),
    ],
  ],
  ['Condition.stage', [invariant('con-1', (v) => has(v, 'summary', 'assessment'))]],
  ['Condition.evidence', [invariant('con-2', (v) => has(v, 'code', 'detail'))]],
  [
    'Observation',
    [
      invariant('obs-6', (v) => !has(v, 'dataAbsentReason') || !hasChoice(v, 'value')),
      invariant('obs-7', observationComponentsDiffer),
    ],
  ],
  ['Observation.referenceRange', [invariant('obs-3', (v) => has(v, 'low', 'high', 'text'))]],
  ['ServiceRequest', [implies('prr-1', 'orderDetail', 'code')]],
  ['Group', [invariant('grp-1', (v) => !has(v, 'member') || v['actual'] === true)]],
  [
    'Organization',
    [
      invariant('org-1', (v) => has(v, 'identifier', 'name')),
      invariant('org-2', (v) => notAtHome(v, 'address')),
      invariant('org-3', (v) => notAtHome(v, 'telecom')),
    ],
  ],
  ['AuditEvent.entity', [invariant('sev-1', (v) => !(has(v, 'name') && has(v, 'query')))]],
  ['Bundle', BUNDLE],
  [
    'Bundle.entry',
    [
      invariant('bdl-5', (v) => has(v, 'resource', 'request', 'response')),
      invariant('bdl-8', (v) => !textOf(v, 'fullUrl').includes('/_history/')),
    ],
  ],
];

/**
 * Type or backbone → its invariants (FHIR R4, the `constraint`s of severity error of each page).
 * They are asked only where everything inside is well formed.
 */
export const invariants: ReadonlyMap<string, readonly Invariant[]> = new Map([
  ...DATATYPES,
  ...RESOURCES,
]);
