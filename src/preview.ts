import type { Adapter, MappedDelivery, MappedFact } from './adapters/delivery.ts';
import { readMapping } from './adapters/mapping/read-mapping.ts';
import { isUnnamed } from './adapters/mapping/sweep.ts';
import type { MappingFault, Preview, PreviewFact, ReadyMapping } from './cli/launcher.ts';
import { readDelivery } from './flows/read-delivery.ts';
import { pathOf, resourceView } from './onboarding/fact-view.ts';
import { meantBy } from './onboarding/mapping-faults.ts';

/** A mapping document made ready to run on this machine, without a gateway, or what is wrong. */
export function readyMapping(document: unknown): ReadyMapping | readonly MappingFault[] {
  const read = readMapping(document);
  if (!read.ok)
    return read.issues.map((issue) => {
      const near = meantBy(issue, document);
      const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
      return { place: issue.place, text: issue.text + hint };
    });
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
    resource: resourceText(fact, dossier),
    places,
    labels,
    subjects,
    ...(law === undefined ? {} : { law }),
    ...(otherwise === undefined
      ? {}
      : { otherwise: `${resourceText(otherwise, dossier)} (${otherwise.labels.join(', ')})` }),
    elements: fact.elements.map(({ path, value }) => ({ path: pathOf(path), value })),
  };
}

function resourceText(fact: MappedFact, dossier: string): string {
  const { type, person, key } = resourceView(fact, dossier);
  if (person !== undefined) return `${type} of ${person}`;
  return key === undefined ? `${type} of the household` : `${type} ${key}`;
}
