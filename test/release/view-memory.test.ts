import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fact } from '../../src/plan/fact.ts';
import { storedFact } from '../../src/plan/stored-fact.ts';
import { release } from '../../src/release/release.ts';
import type { ReleaseInput } from '../../src/release/release-input.ts';
import { viewWeight, type MadeView, type ViewMemory } from '../../src/release/view-memory.ts';
import { observe } from '../leaks/support/observe.ts';
import { worldPair, type WorldPair } from '../leaks/support/worlds.ts';
import { fact } from '../support/plans.ts';
import { inputOf, keyed, ORGANISATIONS } from './support/release-inputs.ts';

class Remembering implements ViewMemory {
  readonly views = new Map<string, MadeView>();
  found = 0;

  get(key: string): MadeView | undefined {
    const view = this.views.get(key);
    if (view) this.found += 1;
    return view;
  }

  set(key: string, view: MadeView): void {
    this.views.set(key, view);
  }
}

/** The same facts as the store gives them, and asked for twice. */
function inputsOf({ a, b, visible, named }: WorldPair): readonly ReleaseInput[] {
  return [a, b, a].map((facts) => inputOf(facts.map(asStored), visible, named));
}

function asStored({ elements, ...head }: Fact): Fact {
  return storedFact(head, JSON.stringify(elements));
}

const someWorlds = fc.array(worldPair, { minLength: 2, maxLength: 4 });

/** Whatever was asked before: the view is the one that would be made now. */
const likeNew = (memory: () => ViewMemory) =>
  fc.property(someWorlds, (pairs) => {
    const remembered = memory();
    return pairs.every((pair) =>
      inputsOf(pair).every(
        (input) => observe(release(input, remembered), pair) === observe(release(input), pair),
      ),
    );
  });

describe('a view that is remembered', () => {
  test('is the view that would be made', () => {
    fc.assert(
      likeNew(() => new Remembering()),
      { numRuns: 150 },
    );
  });

  test('is noticed when it is another one', () => {
    const last: { view?: MadeView } = {};
    const wrong = {
      get: () => last.view,
      set: (_key: string, view: MadeView) => (last.view = view),
    };
    expect(
      fc.check(
        likeNew(() => wrong),
        { numRuns: 150 },
      ).failed,
    ).toBe(true);
  });

  test('is found again whatever is withheld beside it', () => {
    fc.assert(
      fc.property(worldPair, ({ a, b, visible, named }) => {
        const memory = new Remembering();
        const shown = a.filter(({ id }) => visible.includes(id));
        const hidden = b.filter(({ id }) => !visible.includes(id));
        release(inputOf(a, visible, named), memory);
        release(inputOf([...hidden, ...shown], visible, named), memory);
        return memory.found === 1;
      }),
      { numRuns: 150 },
    );
  });
});

describe('a view is made anew', () => {
  const told = fact('f1', 'org-team', ['daan']);
  const asked: ReleaseInput = inputOf([told], ['f1'], ['org-team']);
  const facts = (change: Partial<Fact>): Partial<ReleaseInput> => ({
    facts: [{ ...told, ...change }],
  });
  const renamed = new Map([...ORGANISATIONS, ['org-team', { name: 'Een andere naam' }]]);

  test.each<[string, Partial<ReleaseInput>]>([
    ['value', facts({ elements: [{ path: ['description', 'text'], value: 'iets anders' }] })],
    ['label', facts({ labels: ['plan.goals'] })],
    ['subject', facts({ subjects: ['noor'] })],
    ['source', facts({ source: 'org-school' })],
    ['resource', facts({ resource: { type: 'Task', key: 'f1' } })],
    ['dossier', facts({ dossier: 'dossier-2' })],
    ['instant', facts({ since: told.since + 1 })],
    ['mapping', facts({ mapping: 'test 1.0.1' })],
    ['recipient', { tag: keyed('the key of another recipient') }],
    ['plan', { planId: 'plan2' }],
    ['members', { members: [{ id: 'samira' }] }],
    ['name of the source', { organisations: renamed }],
    ['right to name the source', { mayName: () => false }],
    ['coordinator', { coordinator: { org: 'org-team', role: 'care-coordinator' } }],
  ])('for another %s', (_what, change) => {
    const memory = new Remembering();
    release(asked, memory);
    release({ ...asked, ...change }, memory);
    expect(memory).toMatchObject({ found: 0, views: { size: 2 } });
  });

  test('only then', () => {
    const memory = new Remembering();
    release(asked, memory);
    release({ ...asked, facts: [{ ...told, places: ['/elsewhere'], law: 'wmo-2015' }] }, memory);
    expect(memory).toMatchObject({ found: 1, views: { size: 1 } });
  });
});

describe('the weight of a remembered view', () => {
  const withText = (length: number): ReleaseInput => {
    const told = fact('f1', 'org-team', ['daan']);
    const elements = [{ path: ['description', 'text'], value: 'x'.repeat(length) }];
    return inputOf([{ ...told, elements }], ['f1'], ['org-team']);
  };
  const weightOf = (input: ReleaseInput): number => {
    const memory = new Remembering();
    release(input, memory);
    const [view] = memory.views.values();
    return view ? viewWeight(view) : 0;
  };

  test('is that of its resources, of which an ordinary one is one', () => {
    const { resources } = release(withText(40));
    expect(weightOf(withText(40))).toBe(1 + resources.length);
  });

  test('grows with what a source writes: a megabyte is no ordinary resource', () => {
    expect(weightOf(withText(1_000_000))).toBeGreaterThan(480);
  });
});
