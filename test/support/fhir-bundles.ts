import { fhirAdapter } from '../../src/adapters/fhir/fhir-adapter.ts';
import type { FhirAdapterOptions } from '../../src/adapters/fhir/fhir-adapter.ts';
import type { MappedDelivery, MappedFact } from '../../src/plan/delivery.ts';

export type Resource = Record<string, unknown>;

export const DOMAIN = 'https://leefgebieden.example/CodeSystem/leefgebied';
export const OWN = 'https://planpoort.nl/fhir/CodeSystem/data-category';
export const tag = (code: string, system = DOMAIN) => ({ tag: [{ system, code }] });
export const patient: Resource = { resourceType: 'Patient', id: 'p', name: [{ text: 'Daan' }] };
export const relative: Resource = {
  resourceType: 'RelatedPerson',
  id: 'r',
  patient: { reference: 'Patient/p' },
  name: [{ text: 'Oma' }],
  relationship: [{ text: 'oma' }],
};
export const goal: Resource = {
  resourceType: 'Goal',
  id: 'g',
  meta: tag('financien'),
  lifecycleStatus: 'active',
  description: { text: 'rekeningen betalen' },
  subject: { reference: 'Patient/p' },
};
export const bundle = (...resources: Resource[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});

export function read(body: unknown, options: FhirAdapterOptions = {}): MappedDelivery {
  const delivery = fhirAdapter(options).read(body);
  if ('unreadable' in delivery) throw new Error(JSON.stringify(delivery.unreadable));
  return delivery;
}
export const factsOf = (body: unknown, options?: FhirAdapterOptions): readonly MappedFact[] =>
  read(body, options).dossiers.flatMap((d) => d.facts);
export const labelsOf = (resource: Resource, options?: FhirAdapterOptions) =>
  factsOf(bundle(patient, resource), options)
    .filter((f) => f.resource.type === resource['resourceType'])
    .map((f) => f.labels.join(' '));
export const held = (body: unknown) => read(body).quarantined.map((q) => `${q.place} ${q.code}`);
