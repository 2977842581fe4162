import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MappedFact } from '../../../src/plan/delivery.ts';
import { validateElements } from '../../../src/plan/fhir/part.ts';
import { CATEGORIES } from '../../../src/vocabulary/categories.ts';
import { unaccounted } from '../../support/accounting.ts';
import { mappingOf, observation, rows, runMapping } from '../../support/mappings.ts';

const category = fc.constantFrom(...CATEGORIES.codes);
const codes = fc.dictionary(fc.constantFrom('a', 'b', 'c'), category);
const FIELDS = ['v', 'w', 'soort', 'extra'] as const;

/** One rule with what it declares, so that the outcome can be compared with it. */
const arbitraryRule = fc.record({
  constants: fc.array(category, { maxLength: 2 }),
  coded: fc.option(fc.record({ field: fc.constantFrom(...FIELDS), codes })),
  source: fc.constantFrom(...FIELDS),
});
const arbitraryMapping = fc.record({
  rules: fc.array(arbitraryRule, { minLength: 1, maxLength: 3 }),
  tighten: fc.option(fc.record({ field: fc.constantFrom(...FIELDS), codes })),
});
const value = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'zzz', '', null),
  fc.jsonValue({ maxDepth: 2 }),
);
const arbitraryFields = fc.dictionary(
  fc.constantFrom(...FIELDS, 'nr', 'client', 'vreemd', '__proto__'),
  value,
);
/** Mostly a row of a known client, sometimes anything. */
const arbitraryRow = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(arbitraryFields, fc.nat())
      .map(([fields, nr]) => ({ ...fields, nr, client: 'C1' })),
  },
  { weight: 1, arbitrary: arbitraryFields },
);

interface Declared {
  readonly rules: readonly { constants: readonly string[]; coded: unknown; source: string }[];
  readonly tighten: unknown;
}

const documentOf = ({ rules, tighten }: Declared) =>
  mappingOf({
    ...(tighten === null ? {} : { tighten }),
    facts: rules.map((rule, i) =>
      observation(
        { valueString: rule.source },
        {
          resource: { type: 'Observation', key: `rule-${i}` },
          labels: [...rule.constants, ...(rule.coded === null ? [] : [rule.coded])],
        },
      ),
    ),
  });

const ruleOf = (fact: MappedFact): number | undefined => {
  const [, number] = ('key' in fact.resource ? /rule-(\d+)$/.exec(fact.resource.key) : null) ?? [];
  return number === undefined ? undefined : Number(number);
};

/** What a code list makes of a field, worked out anew. */
function coded(
  source: Record<string, unknown>,
  rule: { readonly field: string; readonly codes: Record<string, string> },
  absent: readonly string[],
): readonly string[] {
  const found = Object.hasOwn(source, rule.field) ? source[rule.field] : null;
  if (found === null || (typeof found === 'string' && found.trim() === '')) return absent;
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  if (values.length === 0) return absent;
  return values.map((v) => {
    const text = typeof v === 'object' ? '' : `${v as string | number | boolean}`.trim();
    return Object.hasOwn(rule.codes, text) ? (rule.codes[text] ?? '') : 'unclassified';
  });
}

describe('whatever the mapping and whatever the body', () => {
  test('every fact has exactly the labels that its rule and its source declare', () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitraryMapping, fc.array(arbitraryRow, { maxLength: 4 }), (mapping, all) => {
        const facts = runMapping(documentOf(mapping), rows(...all)).dossiers.flatMap(
          (d) => d.facts,
        );
        for (const fact of facts) {
          const rule = mapping.rules[ruleOf(fact) ?? -1];
          if (!rule) {
            expect(fact.labels).toEqual(['unclassified']);
            continue;
          }
          seen += 1;
          const source = all[Number(/^\/rows\/(\d+)/.exec(fact.places[0] ?? '')?.[1])] ?? {};
          const declared = rule.coded === null ? [] : coded(source, rule.coded, ['unclassified']);
          const added = mapping.tighten === null ? [] : coded(source, mapping.tighten, []);
          const own = [...rule.constants, ...declared];
          const expected = [...(own.length === 0 ? ['unclassified'] : own), ...added];
          expect(fact.labels).toEqual([...new Set(expected)].sort());
        }
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  test('a field that tightens only ever adds labels', () => {
    fc.assert(
      fc.property(arbitraryMapping, fc.array(arbitraryRow, { maxLength: 3 }), (mapping, all) => {
        const labels = (declared: Declared) =>
          runMapping(documentOf(declared), rows(...all)).dossiers.flatMap((d) =>
            d.facts.filter((f) => ruleOf(f) !== undefined).map((f) => f.labels),
          );
        const loose = labels({ ...mapping, tighten: null });
        const tight = labels(mapping);
        expect(tight.length).toBe(loose.length);
        tight.forEach((after, i) =>
          expect(after).toEqual(expect.arrayContaining([...(loose[i] ?? [])])),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('every value is accounted for and every fact is valid R4 with its places in the body', () => {
    fc.assert(
      fc.property(
        arbitraryMapping,
        fc.array(arbitraryRow, { maxLength: 4 }),
        fc.jsonValue({ maxDepth: 3 }),
        (mapping, all, rest) => {
          const body = { ...rows(...all), rest };
          const delivery = runMapping(documentOf(mapping), body);
          expect(unaccounted(body, delivery)).toEqual([]);
          for (const fact of delivery.dossiers.flatMap((d) => d.facts)) {
            expect(validateElements(fact.resource.type, fact.elements)).toEqual([]);
            expect(fact.subjects.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a body of any shape is read without an error', () => {
    fc.assert(
      fc.property(arbitraryMapping, fc.jsonValue(), (mapping, body) => {
        expect(unaccounted(body, runMapping(documentOf(mapping), body))).toEqual([]);
      }),
    );
  });
});
