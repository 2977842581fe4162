import type { Fact } from '../../../src/plan/fact.ts';
import type { Asked, Seen } from './gateway-world.ts';
import { placeOf } from './low-requests.ts';
import type { Knowledge } from './view.ts';

/** A gateway that tells something about what it withholds: what it makes of an honest answer. */
export type Leak = (seen: Seen, known: Knowledge, asked: Asked) => Seen;

interface Entries {
  total?: number;
  entry?: { resource?: { resourceType?: string; id?: string; text?: unknown } }[];
  link?: { relation: string; url: string }[];
}

const all = ({ visible, hidden }: Knowledge): readonly Fact[] => [...visible, ...hidden];
const withHeader = (seen: Seen, name: string, value: string): Seen => ({
  ...seen,
  headers: [...seen.headers.filter(([had]) => had !== name), [name, value]],
});
const ok = ({ status }: Seen) => status === 200;
const isPull = ({ path }: Asked) => path.startsWith('/fhir/') && !path.endsWith('metadata');
const isSearch = (asked: Asked) => asked.method === 'GET' && asked.path.includes('?');
const isPush = ({ method, path }: Asked) => method === 'POST' && !path.endsWith('_search');
const typeIn = ({ path }: Asked) => /^\/fhir\/([A-Z][A-Za-z]+)/.exec(path)?.[1] ?? '';
const newest = (facts: readonly Fact[]) => Math.max(0, ...facts.map(({ since }) => since));

/** An answer with its Bundle changed. */
function changed(seen: Seen, change: (bundle: Entries) => void): Seen {
  const bundle = JSON.parse(seen.body) as Entries;
  change(bundle);
  return { ...seen, body: JSON.stringify(bundle) };
}

function resourcesOf(facts: readonly Fact[], type: string, { plan }: Knowledge): string[] {
  const places = facts.map((fact) => placeOf(plan.planId, fact));
  return [...new Set(places)].filter((place) => place.startsWith(`${type}/`)).sort();
}

/** One leak at a time; each must be caught. */
export const LEAKS: Readonly<Record<string, Leak>> = {
  'numbers its answers by the record of the plan': (seen, { plan }, asked) =>
    isPull(asked) ? withHeader(seen, 'X-Entry', String(plan.seq)) : seen,

  'makes its entity tags of the epoch of the plan': (seen, { plan }) =>
    seen.headers.some(([name]) => name === 'ETag')
      ? withHeader(seen, 'ETag', `W/"${plan.epoch}"`)
      : seen,

  'says when the plan was last changed, not the view': (seen, known) =>
    seen.headers.some(([name]) => name === 'Last-Modified')
      ? withHeader(seen, 'Last-Modified', new Date(newest(all(known))).toUTCString())
      : seen,

  'forbids what is hidden and misses what is absent': (seen, known, asked) => {
    const hidden = known.hidden.map((fact) => `/fhir/${placeOf(known.plan.planId, fact)}`);
    return seen.status === 404 && hidden.includes(asked.path) ? { ...seen, status: 403 } : seen;
  },

  'counts hidden resources in a total': (seen, known, asked) =>
    ok(seen) && isSearch(asked)
      ? changed(seen, (bundle) => {
          if (bundle.total !== undefined)
            bundle.total = resourcesOf(all(known), typeIn(asked), known).length;
        })
      : seen,

  'filters a page after cutting it': (seen, known, asked) =>
    ok(seen) && isSearch(asked)
      ? changed(seen, (bundle) => {
          const cut = resourcesOf(known.hidden, typeIn(asked), known).length;
          bundle.entry?.splice(0, Math.min(cut, 1));
        })
      : seen,

  'sorts by a place among all resources': (seen, known, asked) =>
    ok(seen) && isPull(asked)
      ? changed(seen, (bundle) => {
          if (known.hidden.length % 2 === 1) bundle.entry?.reverse();
        })
      : seen,

  'matches a search on hidden values': (seen, known, asked) => {
    const word = /[?&]code=([a-z]+)/.exec(asked.path)?.[1];
    const type = typeIn(asked);
    const matched = known.hidden.some(
      ({ resource, elements }) =>
        resource.type === type && word && JSON.stringify(elements).includes(word),
    );
    return ok(seen) && matched ? changed(seen, (bundle) => bundle.entry?.pop()) : seen;
  },

  'does more work where something is hidden': (seen, { hidden }, asked) =>
    isPull(asked) && hidden.length > 0
      ? { ...seen, statements: [...seen.statements, 'read-hidden'] }
      : seen,

  'pads its answers to the size of the whole plan': (seen, known, asked) => {
    if (!isPull(asked)) return seen;
    const size = Math.ceil(JSON.stringify(all(known)).length / 512) * 512;
    return withHeader(seen, 'Content-Length', String(Math.max(size, seen.body.length)));
  },

  'tells a source that others know the same person': (seen, known, asked) => {
    if (!isPush(asked) || !ok(seen)) return seen;
    const others = new Set(known.hidden.map(({ source }) => source)).size;
    return { ...seen, body: seen.body.replace(/}$/, `,"others":${others}}`) };
  },

  'gives notice of categories that are there only': (seen, known, asked) => {
    if (!isPull(asked)) return seen;
    const held = new Set(all(known).flatMap(({ labels }) => labels));
    const told = (JSON.parse(seen.body || '{}') as Entries).entry?.length ?? 0;
    return { ...seen, body: `${seen.body} ${told} ${[...held].sort().join(' ')}` };
  },

  'masks what is hidden once for each time': (seen, known, asked) =>
    ok(seen) && isPull(asked)
      ? changed(seen, (bundle) => {
          const [first] = bundle.entry ?? [];
          if (first?.resource) first.resource.text = known.hidden.map(() => 'masked');
        })
      : seen,

  'cuts pages by an offset in everything': (seen, known, asked) =>
    ok(seen) && isSearch(asked)
      ? changed(seen, (bundle) => {
          const next = bundle.link?.find(({ relation }) => relation === 'next');
          if (next) next.url += `&offset=${all(known).length}`;
        })
      : seen,

  'publishes which types of resources it holds': (seen, known, asked) =>
    asked.path.endsWith('metadata')
      ? { ...seen, body: [...new Set(all(known).map((f) => f.resource.type))].sort().join(' ') }
      : seen,

  'answers 304 by what was changed at all': (seen, known, asked) =>
    asked.headers?.['if-none-match'] !== undefined && seen.status === 304
      ? { ...seen, status: known.plan.epoch % 2 === 0 ? 304 : 200 }
      : seen,

  'names the sources of what is hidden': (seen, { hidden }, asked) =>
    isPull(asked)
      ? withHeader(seen, 'X-Sources', [...new Set(hidden.map((f) => f.source))].sort().join())
      : seen,

  'releases what was held back': (seen, { held }, asked) =>
    ok(seen) && isPull(asked)
      ? changed(seen, (bundle) => {
          const [first] = bundle.entry ?? [];
          if (first?.resource) first.resource.text = held.map(({ delivery }) => delivery);
        })
      : seen,

  'counts what was held back of others in the answer to a push': (seen, { held }, asked) =>
    isPush(asked) && ok(seen)
      ? { ...seen, body: seen.body.replace(/}$/, `,"held":${held.length}}`) }
      : seen,

  'fails on a hidden value that is odd': (seen, { hidden }, asked) =>
    isPull(asked) && hidden.some(({ labels }) => labels.includes('unclassified'))
      ? { ...seen, status: 500 }
      : seen,
};
