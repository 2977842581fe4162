import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMapping } from '../../../src/adapters/mapping/read-mapping.ts';
import { decide } from '../../../src/decision/decide.ts';
import { NO_CIRCUMSTANCES } from '../../../src/decision/circumstances.ts';
import { GatewayError } from '../../../src/flows/gateway-error.ts';
import { readDelivery } from '../../../src/flows/read-delivery.ts';
import type { MappedDelivery, MappedFact } from '../../../src/plan/delivery.ts';
import { settleDelivery } from '../../../src/plan/settle.ts';
import { release } from '../../../src/release/release.ts';
import { CATEGORIES } from '../../../src/vocabulary/categories.ts';
import { inputOf } from '../../release/support/release-inputs.ts';
import { delivery } from '../../support/deliveries.ts';
import { plainPolicyTable } from '../../support/plain-policy-table.ts';
import { declaredBy } from '../../support/plain-labels.ts';
import { randomMapping, type RandomMapping } from '../../support/random-mapping.ts';
import { randomTree, WORD, written } from '../../support/random-tree.ts';

type Document = Readonly<Record<string, unknown>>;
/** Reads a body by a mapping; tests hand in broken ones. */
type Read = (mapping: RandomMapping, body: Buffer) => MappedDelivery;

const TYPES = { json: 'application/json', xml: 'application/xml', csv: 'text/csv' } as const;

const readRight: Read = ({ document, format }, body) => {
  const read = readMapping(document);
  if (!read.ok) throw new Error(JSON.stringify([read.issues, document]));
  try {
    return readDelivery(read.adapter, TYPES[format], body);
  } catch (error) {
    // A body that is refused as a whole gives nothing; anything else is a crash.
    if (error instanceof GatewayError) return NOTHING;
    throw error;
  }
};
const NOTHING: MappedDelivery = delivery([]);

const factsOf = ({ dossiers }: MappedDelivery): readonly MappedFact[] =>
  dossiers.flatMap(({ facts }) => facts.flatMap((fact) => [fact, fact.otherwise ?? []].flat()));

function ruleOf({ elements }: MappedFact): number | undefined {
  const keys = elements.flatMap(({ path }) => path.filter((step) => step.startsWith('#rule-')));
  return keys[0] === undefined ? undefined : Number(/\d+/.exec(keys[0])?.[0]);
}

const wordsIn = (value: unknown): readonly string[] => JSON.stringify(value).match(WORD) ?? [];

/** What is looser than declared, in words; empty = nothing. */
function tooLoose(mapping: RandomMapping, tree: unknown, read: Read): readonly string[] {
  const { body, seen } = written(tree, mapping.format);
  const { facts: declared, marksOf } = declaredBy(mapping.document, seen);
  return factsOf(read(mapping, body)).flatMap((fact) => {
    const { labels, elements } = fact;
    const rule = ruleOf(fact);
    if (elements.length === 0) return [];
    if (rule === undefined)
      return labels.join() === 'unclassified' ? [] : [`no rule: ${labels.join()}`];
    const words = wordsIn(elements.map(({ value }) => value));
    const carries = (wanted: readonly string[]) => wanted.every((label) => labels.includes(label));
    const fits = declared.filter(
      (one) => one.rule === rule && words.every((w) => one.words.has(w)),
    );
    const marks = words.flatMap(marksOf);
    const right = fits.some((one) => carries(one.labels)) && carries(marks) && labels.length > 0;
    return right
      ? []
      : [`rule ${rule}: ${labels.join()} where ${JSON.stringify(fits)} ${marks.join()}`];
  });
}

const counted = { facts: 0, marked: 0, several: 0, otherwise: 0 };

describe('whatever the mapping and whatever the body, in every syntax', () => {
  test('no fact has looser labels than its rule, its items and the marks around its values declare', () => {
    fc.assert(
      fc.property(randomMapping, randomTree, (mapping, tree) => {
        expect(tooLoose(mapping, tree, readRight)).toEqual([]);
        for (const fact of factsOf(readRight(mapping, written(tree, mapping.format).body))) {
          if (ruleOf(fact) === undefined) continue;
          counted.facts += 1;
          counted.several += fact.labels.length > 2 ? 1 : 0;
          counted.otherwise += fact.otherwise ? 1 : 0;
        }
      }),
      { numRuns: 300 },
    );
    expect(counted.facts).toBeGreaterThan(300);
    expect(counted.several).toBeGreaterThan(30);
    expect(counted.otherwise).toBeGreaterThan(30);
  });

  test('nothing unlabelled and nothing under labels that the policy does not open is released', () => {
    let released = 0;
    fc.assert(
      fc.property(
        randomMapping,
        randomTree,
        fc.subarray([...CATEGORIES.codes], { minLength: CATEGORIES.codes.length - 12 }),
        (mapping, tree, open) => {
          const { body, seen } = written(tree, mapping.format);
          const { marksOf } = declaredBy(mapping.document, seen);
          const facts = settled(readRight(mapping, body));
          const text = releasedUnder(facts, open);
          const isOpen = (label: string) =>
            label !== 'unclassified' && withBroader(label).some((code) => open.includes(code));
          const visible = new Set(wordsIn(text));
          const permitted = facts.filter(({ labels }) => labels.every(isOpen));
          const allowed = new Set(permitted.flatMap(({ elements }) => wordsIn(elements)));
          released += visible.size;
          for (const word of visible) {
            expect(allowed).toContain(word);
            expect(marksOf(word).every(isOpen)).toBe(true);
          }
          // And whatever is permitted comes out: a release of nothing would pass all of this.
          expect(visible.size).toBe(allowed.size);
        },
      ),
      { numRuns: 300 },
    );
    expect(released).toBeGreaterThan(30);
  });

  test.each<[string, (fact: MappedFact) => MappedFact]>([
    ['loses a label', (fact) => ({ ...fact, labels: fact.labels.slice(0, -1) })],
    ['forgets what it does not know', without((label) => label === 'unclassified')],
    ['keeps the first label only', (fact) => ({ ...fact, labels: fact.labels.slice(0, 1) })],
    ['takes a domain for the plan', without((label) => label.startsWith('domain'))],
  ])('a reader that %s is noticed', (_name, spoil) => {
    expect(fails((mapping, body) => changed(readRight(mapping, body), spoil))).toBe(true);
  });

  test('a reader that does not see the marks of the source is noticed', () => {
    const blind: Read = (mapping, body) =>
      readRight({ ...mapping, document: withoutMarks(mapping.document) as Document }, body);
    expect(fails(blind)).toBe(true);
  });

  test('a reader that sees marks in the item alone, and not where others read it, is noticed', () => {
    const near: Read = (mapping, body) => {
      const labelsNear = readRight(mapping, body);
      const bare = factsOf(
        readRight({ ...mapping, document: withoutMarks(mapping.document) as Document }, body),
      );
      return changed(labelsNear, (fact) => {
        const same = bare.find(
          (one) => JSON.stringify(one.elements) === JSON.stringify(fact.elements),
        );
        return fact.elements.some(({ value }) => JSON.stringify(value).includes(' en ')) && same
          ? same
          : fact;
      });
    };
    expect(fails(near)).toBe(true);
  });
});

function without(leave: (label: string) => boolean) {
  return (fact: MappedFact): MappedFact => ({
    ...fact,
    labels: fact.labels.filter((label) => !leave(label)),
  });
}

function changed(right: MappedDelivery, spoil: (fact: MappedFact) => MappedFact): MappedDelivery {
  const dossiers = right.dossiers.map(({ key, facts }) => ({ key, facts: facts.map(spoil) }));
  return { ...right, dossiers };
}

/** Whether the law above finds fault with a reader. */
function fails(read: Read): boolean {
  const law = fc.property(randomMapping, randomTree, (mapping, tree) => {
    expect(tooLoose(mapping, tree, read)).toEqual([]);
  });
  return fc.check(law, { numRuns: 500, endOnFailure: true }).failed;
}

function withoutMarks(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutMarks);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => name !== 'tighten')
      .map(([name, inner]) => [name, withoutMarks(inner)]),
  );
}

const MEMBER = 'daan';
const NOW = Date.UTC(2026, 10, 3);

function settled(all: MappedDelivery) {
  const { plans } = settleDelivery(
    all,
    'org-school',
    new Map([['C1', [{ planId: 'plan1', memberId: MEMBER }]]]),
    { opaque: (...parts) => parts.join('/') },
  );
  const facts = [...(plans.get('plan1')?.values() ?? [])].flat();
  return facts.map((fact) => ({ ...fact, since: NOW }));
}

/** What another organisation gets when the policy opens these categories, and no other. */
function releasedUnder(facts: ReturnType<typeof settled>, open: readonly string[]): string {
  const links = CATEGORIES.codes.flatMap((code) =>
    broaderOf(code).map((broader) => ['g3', code, broader]),
  );
  const rules = open.map((category, i) => [
    ...['p', `R${i}`, 'professional', 'any-organisation', 'plan-execution', category],
    ...['public-task', 'read', 'always', 'allow'],
  ]);
  const member = { id: MEMBER, birthDate: '1980-01-01', birthPrecision: 'day' as const };
  const decision = decide(
    {
      organisation: 'org-asks',
      role: 'professional',
      purpose: 'plan-execution',
      act: 'read',
      now: NOW,
    },
    {
      register: {
        organisations: new Map([
          ['org-asks', { id: 'org-asks', kind: 'school', roles: ['professional'] }],
        ]),
        purposes: new Map([['plan-execution', ['public-task']]]),
      },
      policy: plainPolicyTable([...LEVELS, ...links, ...rules]),
      circumstances: {
        ...NO_CIRCUMSTANCES,
        members: [{ ...member, deceasedAt: null, competence: [] }],
      },
    },
    facts,
  );
  if (decision.refused !== null) throw new Error(decision.refused);
  const { permit } = decision;
  const ids = facts.map(({ id }) => id).filter((id) => permit.permits(id));
  return JSON.stringify(release(inputOf(facts, ids)).resources);
}

/** A policy knows the codes that it says something of. */
const LEVELS = [
  ['g', 'professional', 'anyone'],
  ['g2', 'plan-execution', 'any-purpose'],
  ['g4', 'school', 'any-organisation'],
];

const broaderOf = (code: string): readonly string[] => CATEGORIES.find(code)?.broader ?? [];

const withBroader = (code: string): readonly string[] => [
  code,
  ...broaderOf(code).flatMap(withBroader),
];
