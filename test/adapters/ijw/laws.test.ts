import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { REPRESENTATION, RELATION } from '../../../src/adapters/ijw/code-lists.ts';
import { PRODUCTS } from '../../../src/adapters/ijw/product-categories.ts';
import type { Adapter } from '../../../src/adapters/delivery.ts';
import { ijwAdapter } from '../../../src/adapters/ijw/ijw-adapter.ts';
import { validateElements } from '../../../src/plan/fhir/part.ts';
import { settleDelivery } from '../../../src/plan/settle.ts';
import type { XmlElement } from '../../../src/wire/xml-elements.ts';
import { member, opaque } from '../../support/deliveries.ts';
import {
  allocated,
  BSN,
  contact,
  factsIn,
  fullName,
  jw301,
  mapped,
  readMessage,
  relation,
  relations,
  tree,
  unaccountedPlaces,
} from '../../support/ijw-messages.ts';

const codes = (list: object) => fc.constantFrom(...Object.keys(list));
const time = fc.constantFrom('09:00:00', '09:30:00', '10:00:00');
const allocation = fc
  .record({
    number: fc.constantFrom('1', '2', '3', '04'),
    category: codes(PRODUCTS.ijw.categories),
    time,
    more: fc.constantFrom('', '<Einddatum>2026-12-31</Einddatum>', '<Commentaar>iets</Commentaar>'),
  })
  .map(allocated);
const related = fc
  .record({
    kind: codes(RELATION),
    number: fc.constantFrom('R1', 'R2', 'R3'),
    use: fc.constantFrom('1', '2', '5', '6'),
  })
  .map(({ kind, number, use }) => relation(kind, { number, name: fullName('Ander', use) }));
const reach = fc
  .record({ kind: fc.constantFrom('01', '02', '03', '04'), street: fc.constantFrom('A', 'B', 'C') })
  .map(({ kind, street }) => contact(kind, street));
const valid = fc
  .record({
    represented: codes(REPRESENTATION),
    related: fc.array(related, { minLength: 1, maxLength: 4 }),
    contacts: fc.array(reach, {
      minLength: 1,
      maxLength: 4,
    }),
    products: fc.array(allocation, { minLength: 1, maxLength: 5 }),
  })
  .map(({ represented, related, contacts, products }) =>
    jw301({
      more: `<WettelijkeVertegenwoordiging>${represented}</WettelijkeVertegenwoordiging>${relations(...related)}`,
      contacts: contacts.join(''),
      products: products.join(''),
    }),
  );

/** The same message with the elements of every element in another order. */
function shuffled(element: XmlElement, order: (n: number) => number): XmlElement {
  const ranked = element.children.map((child) => ({
    child: shuffled(child, order),
    rank: order(1_000_000),
  }));
  ranked.sort((a, b) => a.rank - b.rank);
  return { ...element, children: ranked.map(({ child }) => child) };
}

const enrolled = new Map([
  [`bsn:${BSN}`, [member('plan', 'client')]],
  ['relation:R1', [member('plan', 'mother')]],
]);

/** Facts as they are stored, without their places. */
function settled(root: XmlElement) {
  const { plans, quarantined } = settleDelivery(mapped(root), 'org', enrolled, { opaque });
  const facts = [...(plans.get('plan')?.values() ?? [])].flat();
  const stored = facts.map((fact) => JSON.stringify({ ...fact, places: [] })).sort();
  return { stored, held: quarantined.map(({ place }) => place).sort() };
}

describe('laws', () => {
  test('the order of elements has no meaning: same facts, same ids (OP080)', () => {
    fc.assert(
      fc.property(valid, fc.infiniteStream(fc.nat()), (xml, numbers) => {
        const root = tree(xml);
        const again = shuffled(root, (n) => (numbers.next().value as number) % n);
        expect(settled(again)).toEqual(settled(root));
      }),
      { numRuns: 80 },
    );
  });

  test('no two facts of a message get the same place in the plan', () => {
    fc.assert(
      fc.property(valid, (xml) => {
        const slots = mapped(xml).dossiers.flatMap(({ key, facts }) =>
          facts.map(({ resource, elements }) =>
            JSON.stringify([key, resource, elements.map((e) => e.path)]),
          ),
        );
        expect(new Set(slots).size).toBe(slots.length);
      }),
      { numRuns: 60 },
    );
  });

  test('every text is in a fact, held back or declared ignorable; every fact is valid R4', () => {
    fc.assert(
      fc.property(valid, (xml) => {
        const root = tree(xml);
        const delivery = mapped(root);
        expect(unaccountedPlaces(root, delivery)).toEqual([]);
        for (const fact of factsIn(delivery).flatMap((f) => [f, f.otherwise ?? f]))
          expect(validateElements(fact.resource.type, fact.elements)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('whatever is broken in a message is refused, held back or read, and never thrown', () => {
    const base = jw301({ more: relations(relation('10')) });
    const bite = fc.record({
      at: fc.nat(base.length),
      length: fc.nat(40),
      put: fc.string({ maxLength: 8 }),
    });
    const adapters: readonly Adapter[] = [ijwAdapter('ijw'), ijwAdapter('iwmo')];
    fc.assert(
      fc.property(bite, ({ at, length, put }) => {
        const text = base.slice(0, at) + put.replace(/[<&]/g, 'x') + base.slice(at + length);
        let root: XmlElement;
        try {
          root = tree(text);
        } catch {
          return;
        }
        for (const adapter of adapters) expect(adapter.read(root)).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe('whose relation it is', () => {
  const elsewhere = new Map([
    [`bsn:${BSN}`, [member('plan', 'client')]],
    ['relation:R1', [member('other-plan', 'somebody')]],
  ]);
  const message = jw301({ more: relations(relation('10')) });
  const placed = (enrolment: ReadonlyMap<string, ReturnType<typeof member>[]>) => {
    const { plans, quarantined } = settleDelivery(mapped(message), 'org', enrolment, { opaque });
    const facts = [...(plans.get('plan')?.values() ?? [])].flat();
    const about = facts.filter(({ places }) =>
      places.some((place) => place.includes('Relatie[1]')),
    );
    return { plans: [...plans.keys()], quarantined, about };
  };

  test('a number enrolled in another household never leads there', () => {
    const { plans, quarantined, about } = placed(elsewhere);
    expect(plans).toEqual(['plan']);
    expect(quarantined).toEqual([]);
    expect(about.length).toBeGreaterThan(0);
    for (const fact of about) expect(fact.labels).toContain('third-party');
  });

  test('a member of this household is the member, also by the client and the number', () => {
    for (const name of ['relation:R1', `bsn:${BSN}/relation:R1`]) {
      const enrolment = new Map([
        [`bsn:${BSN}`, [member('plan', 'client')]],
        [name, [member('plan', 'mother')]],
      ]);
      const { about } = placed(enrolment);
      expect(about.filter(({ subjects }) => subjects.includes('mother')).length).toBe(about.length);
      expect(JSON.stringify(about)).not.toContain('third-party');
    }
  });

  test('nobody of whom the client is not enrolled gets anything', () => {
    const { plans } = placed(new Map([['relation:R1', [member('plan', 'mother')]]]));
    expect(plans).toEqual([]);
  });
});

test('a message read twice says the same', () => {
  const xml = jw301({ products: allocated() + allocated({ number: '2' }) });
  expect(readMessage(xml)).toEqual(readMessage(xml));
});
