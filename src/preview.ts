import type { Adapter, MappedDelivery, MappedFact } from './adapters/delivery.ts';
import { readMapping } from './adapters/mapping/read-mapping.ts';
import { isUnnamed } from './adapters/mapping/sweep.ts';
import type { MappingFault, Preview, PreviewFact, ReadyMapping } from './cli/launcher.ts';
import { readDelivery } from './flows/read-delivery.ts';

/** A mapping document made ready to run on this machine, without a gateway, or what is wrong. */
export function readyMapping(document: unknown): ReadyMapping | readonly MappingFault[] {
  const read = readMapping(document);
  if (!read.ok) return read.issues;
  const { name, adapter } = read;
  return { name, preview: (body) => previewOf(readAsSent(adapter, body)) };
}

/** As the doors would read it; a mapping has one format, whatever the file is called. */
function readAsSent(adapter: Adapter, body: Uint8Array): MappedDelivery {
  return readDelivery(adapter, adapter.accepts[0] ?? '', body);
}

function previewOf({ mapping, dossiers, quarantined, ignored }: MappedDelivery): Preview {
  const all = dossiers.flatMap(({ key, facts }) => facts.map((fact) => ({ key, fact })));
  const [unnamed, named] = [true, false].map((is) =>
    all.filter(({ key, fact }) => isUnnamed(fact, key) === is),
  );
  return {
    mapping,
    facts: (named ?? []).map(({ key, fact }) => previewFact(key, fact)),
    unnamed: (unnamed ?? []).flatMap(({ fact }) => fact.places),
    quarantined: quarantined.map(({ place, code, text }) => ({ place, text: `${code}: ${text}` })),
    ignored,
  };
}

function previewFact(dossier: string, fact: MappedFact): PreviewFact {
  const { places, labels, subjects, law, otherwise } = fact;
  return {
    dossier,
    resource: resourceOf(fact, dossier),
    places,
    labels,
    subjects,
    ...(law === undefined ? {} : { law }),
    ...(otherwise === undefined
      ? {}
      : { otherwise: `${resourceOf(otherwise, dossier)} (${otherwise.labels.join(', ')})` }),
    elements: fact.elements.map(({ path, value }) => ({ path: dotted(path), value })),
  };
}

/** The key as the mapping wrote it: without the dossier that the gateway puts before it. */
function resourceOf({ resource }: MappedFact, dossier: string): string {
  if ('person' in resource) return `${resource.type} of ${resource.person}`;
  if (resource.key === '') return `${resource.type} of the household`;
  const own = resource.key.startsWith(`${dossier}/`)
    ? resource.key.slice(dossier.length + 1)
    : resource.key;
  return `${resource.type} ${own}`;
}

/** The path as a mapping writes it: keys between brackets. */
function dotted(path: readonly string[]): string {
  return path
    .map((step) => (step.startsWith('#') ? `[${step.slice(1)}]` : `.${step}`))
    .join('')
    .slice(1);
}
