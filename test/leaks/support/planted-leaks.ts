import type { Resource } from '@medplum/fhirtypes';
import { composeRelease, type ReleaseSteps } from '../../../src/release/compose-release.ts';
import { draftKey } from '../../../src/release/drafts.ts';
import type { Draft } from '../../../src/release/masked.ts';
import type { Fact } from '../../../src/plan/fact.ts';
import type { ReleaseInput } from '../../../src/release/release-input.ts';
import * as steps from '../../../src/release/steps.ts';
import type { VisibleFact } from '../../../src/release/visible-fact.ts';
import type { Releaser } from './observe.ts';

/** A release in which one step knows all facts of the plan and does something wrong with them. */
function plant(
  broken: (all: readonly Fact[], input: ReleaseInput) => Partial<ReleaseSteps>,
): Releaser {
  return (input) => composeRelease({ ...steps, ...broken(input.facts, input) })(input);
}

/** The scene as it would be with these facts in sight. */
const sceneOf = (input: ReleaseInput, facts: readonly Fact[]) =>
  steps.openScene(input, facts, steps.selectNameable(input, facts));

/** All facts, hidden ones too, that write to the same resource as these. */
function alike(all: readonly Fact[], facts: readonly VisibleFact[]): readonly Fact[] {
  const keys = new Set(facts.map(draftKey));
  return all.filter((fact) => keys.has(draftKey(fact)));
}

/** Adds something to the body of every resource, from all facts that write to it. */
function inBodies(add: (body: Draft, facts: readonly Fact[]) => Draft): Releaser {
  return plant((all) => ({
    buildBody: (draft, scene) => add(steps.buildBody(draft, scene), alike(all, draft.facts)),
  }));
}

const everything = (all: readonly Fact[]) => ({ facts: all, permit: { permits: () => true } });

/** The first item of a list that several sources can write to, as an item to be marked. */
function marked(body: Draft, mark: string): Draft {
  const name = ['name', 'note', 'activity', 'participant'].find((one) => body[one] !== undefined);
  if (name === undefined) return body;
  const items = body[name] as readonly Draft[];
  return {
    ...body,
    [name]: items.map((item, index) => (index === 0 ? { id: mark, ...item } : item)),
  };
}

/** One leak each; the name says what the builder does wrong. */
export const PLANTED_LEAKS: Readonly<Record<string, Releaser>> = {
  'releases a whole resource when one of its facts is permitted': plant((all) => ({
    selectVisible: (input) => {
      const own = steps.selectVisible(input);
      return own.length === 0 ? [] : [...alike(all, own)].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  })),
  'keeps references to resources that are not released': plant((all, input) => ({
    openScene: (seen, visible, nameable) => ({
      ...steps.openScene(seen, visible, nameable),
      resolveFor: sceneOf(input, all).resolveFor,
    }),
  })),
  'shows a resource of which everything is withheld': plant((all, input) => ({
    openScene: (seen, visible, nameable) => {
      const scene = steps.openScene(seen, visible, nameable);
      const ids = new Set(scene.drafts.map(({ id }) => id));
      const others = sceneOf(input, all).drafts.filter(({ id }) => !ids.has(id));
      const empty = others.map((draft) => ({ ...draft, bySource: new Map(), facts: [] }));
      return { ...scene, drafts: [...scene.drafts, ...empty] };
    },
  })),
  'numbers items by their place in the full list': plant((all) => ({
    buildBody: (draft, scene) => {
      const place = alike(all, draft.facts).findIndex((fact) => draft.facts.includes(fact));
      return marked(steps.buildBody(draft, scene), `item-${String(place)}`);
    },
  })),
  'counts before it filters': plant((all) => ({
    frame: (...framing) => {
      const frames = steps.frame(...framing);
      const patients = all.filter(({ resource }) => resource.type === 'Patient');
      const quantity = new Set(patients.map(({ resource }) => resource.key)).size;
      return { ...frames, Group: { ...frames.Group, quantity } };
    },
  })),
  'dates a resource by its newest fact, withheld or not': plant((all) => ({
    stampDraft: (draft, scene) => ({
      ...steps.stampDraft(draft, scene),
      since: steps.stampOwn({ facts: alike(all, draft.facts) }).since,
    }),
  })),
  'dates the frames by every fact': plant((all) => ({
    stampFrame: (type, facts) => steps.stampFrame(type, { ...facts, all }),
  })),
  'labels a resource with the labels of withheld facts': plant((all) => ({
    stampDraft: (draft, scene) => ({
      ...steps.stampDraft(draft, scene),
      labels: steps.stampDraft({ facts: alike(all, draft.facts) }, scene).labels,
    }),
  })),
  'makes versions from everything stored': (input) => {
    const stored = input.facts.map((fact) => fact.id).sort();
    return composeRelease(steps)({ ...input, tag: (...parts) => input.tag(...parts, ...stored) });
  },
  'makes versions from how much is stored': (input) => {
    const stored = String(input.facts.length);
    return composeRelease(steps)({ ...input, tag: (...parts) => input.tag(...parts, stored) });
  },
  'keeps displays of references': inBodies((body, facts) => {
    const display = JSON.stringify(facts).match(/"display":"(\w+)"/)?.[1];
    const pointer = body['subject'] as Draft | undefined;
    if (display === undefined || pointer?.['reference'] === undefined) return body;
    return { ...body, subject: { ...pointer, display } };
  }),
  'keeps the narrative': plant(() => ({
    buildBody: (draft, scene) => {
      const told = draft.facts.flatMap(({ elements }) => elements);
      const text = told.find(({ path }) => path[0] === 'text')?.value;
      return text === undefined
        ? steps.buildBody(draft, scene)
        : { text, ...steps.buildBody(draft, scene) };
    },
  })),
  'keeps contained resources': plant(() => ({
    buildBody: (draft, scene) => {
      const told = draft.facts.flatMap(({ elements }) => elements);
      const contained = told.find(({ path }) => path[0] === 'contained')?.value ?? [];
      return { contained, ...steps.buildBody(draft, scene) };
    },
  })),
  'masks only where there was a value': inBodies((body, facts) => {
    const written = new Set(facts.flatMap(({ elements }) => elements.map(({ path }) => path[0])));
    return Object.fromEntries(
      Object.entries(body).filter(([name]) => !name.startsWith('_') || written.has(name.slice(1))),
    );
  }),
  'sets withheld values beside the one that shows': inBodies((body, facts) => {
    const dates = facts.flatMap(({ elements }) =>
      elements.flatMap(({ path, value }) => (path[0] === 'birthDate' ? [value] : [])),
    );
    return body['birthDate'] === undefined
      ? body
      : { ...body, _birthDate: { extension: dates.sort() } };
  }),
  'lets a newer withheld value decide which one shows': inBodies((body, facts) => {
    const hidden = facts.some(({ elements }) => elements.some(({ path }) => path[0] === 'title'));
    const newest = [...facts].sort((a, b) => b.since - a.since)[0];
    return hidden && newest && body['title'] !== undefined
      ? { ...body, title: `${JSON.stringify(body['title'])} ${String(newest.since)}` }
      : body;
  }),
  'leaves items in the order of the store': plant((all) => ({
    selectVisible: (input) => all.filter(({ id }) => input.permit.permits(id)),
    buildBody: (draft, scene) => {
      const body = steps.buildBody(draft, scene);
      const notes = draft.facts.flatMap(({ elements }) =>
        elements.flatMap(({ path, value }) => (path[0] === 'note' ? [{ text: value }] : [])),
      );
      return notes.length > 0 ? { ...body, note: notes } : body;
    },
  })),
  'sorts resources by what the store holds of them': plant((all) => ({
    arrange: (resources: readonly Resource[]) => {
      const size = ({ resourceType }: Resource) =>
        all.filter(({ resource }) => resource.type === resourceType).length;
      return [...steps.arrange(resources)].sort((a, b) => size(b) - size(a));
    },
  })),
  'counts withheld facts in the provenance': plant((all) => ({
    attributeSources: (scene) =>
      steps.attributeSources(scene).map((own) => {
        if (own.type !== 'Provenance') return own;
        const mapped = all.filter(({ source }) => own.facts.some((fact) => fact.source === source));
        return { ...own, body: { ...own.body, policy: mapped.map(() => 'urn:x') } };
      }),
  })),
  'names organisations of which everything is withheld': plant((all, input) => ({
    attributeSources: (scene) => {
      const seen = steps.attributeSources(scene);
      const known = new Set(seen.map(({ id }) => id));
      const wide = steps.attributeSources(sceneOf(input, all));
      return [...seen, ...wide.filter((own) => own.type === 'Organization' && !known.has(own.id))];
    },
  })),
  'keeps members in the household of whom nothing is visible': plant((all, input) => ({
    frame: (scene, released, added) => {
      const wide = sceneOf(input, all).drafts.filter(({ type }) => type === 'Patient');
      const members = wide.map(({ id }) => `Patient/${id}`).sort();
      return steps.frame(scene, [...new Set([...released, ...members])], added);
    },
  })),
  'digests all facts': plant((all) => ({ digestFacts: () => steps.digestFacts(all) })),
  'permits everything while it looks for the source': plant((all, input) => ({
    openScene: (seen, visible, nameable) => {
      const scene = steps.openScene(seen, visible, nameable);
      const wide = steps.selectVisible(everything(all) as unknown as ReleaseInput);
      const hiddenSources = new Set(wide.filter((f) => !visible.includes(f)).map((f) => f.source));
      const own = steps.selectVisible(input).filter(({ source }) => hiddenSources.has(source));
      const named = own.filter((fact) => input.mayName(fact));
      return { ...scene, nameable: new Set(named) };
    },
  })),
};
