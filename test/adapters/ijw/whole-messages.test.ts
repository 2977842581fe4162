import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validateElements } from '../../../src/plan/fhir/part.ts';
import type { MappedDelivery } from '../../../src/plan/delivery.ts';
import { factsIn, mapped, refused, tree, unaccountedPlaces } from '../../support/ijw-messages.ts';
import { written, type Node } from '../../support/message-kinds.ts';
import { mutantsOf } from '../../support/message-mutants.ts';
import { MESSAGES, randomMessage } from '../../support/random-messages.ts';

const RUNS = { numRuns: 15 };

/** What a message says, wherever it stands in it. */
const said = ({ dossiers, withdrawn, asOf, quarantined }: MappedDelivery) => ({
  dossiers: dossiers
    .map(({ key, facts }) => [key, facts.map((fact) => JSON.stringify(withoutPlaces(fact))).sort()])
    .sort(),
  withdrawn: [...withdrawn].sort(),
  asOf: [...(asOf ?? [])].sort(),
  held: quarantined.map(({ code, text }) => `${code} ${text.replace(/^line \d+/, '')}`).sort(),
});

const withoutPlaces = (fact: MappedDelivery['dossiers'][number]['facts'][number]): unknown => ({
  ...fact,
  places: [],
  ...(fact.otherwise ? { otherwise: withoutPlaces(fact.otherwise) } : {}),
});

/** The same elements in another order, everywhere. */
function mixed(node: Node, order: readonly number[]): Node {
  const ranked = node.children.map((child, i) => ({
    child: mixed(child, order),
    rank: order[i % order.length] ?? 0,
  }));
  return { ...node, children: ranked.sort((a, b) => a.rank - b.rank).map(({ child }) => child) };
}

/** Every valid message of every type, of both standards. */
describe.each(MESSAGES)('%s %s', (standard, number) => {
  const any = randomMessage(standard, number);

  test('is read: nothing is held back, and every text is answered for', () => {
    fc.assert(
      fc.property(any, ({ root }) => {
        const parsed = tree(written(root, standard, number).xml);
        const delivery = mapped(parsed, standard);
        expect(delivery.quarantined).toEqual([]);
        expect(unaccountedPlaces(parsed, delivery)).toEqual([]);
        for (const fact of factsIn(delivery).flatMap((each) => [each, each.otherwise ?? each]))
          expect(validateElements(fact.resource.type, fact.elements)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('says the same in any order of elements (OP080)', () => {
    fc.assert(
      fc.property(any, fc.array(fc.nat(), { minLength: 3, maxLength: 9 }), ({ root }, order) => {
        const [as, other] = [root, mixed(root, order)].map((each) =>
          said(mapped(written(each, standard, number).xml, standard)),
        );
        expect(other).toEqual(as);
      }),
      RUNS,
    );
  });

  test('with one thing wrong is refused, and the complaint names that element and its line', () => {
    fc.assert(
      fc.property(any, fc.infiniteStream(fc.nat()), ({ root }, numbers) => {
        const draw = (below: number) => Number(numbers.next().value) % below;
        for (const { title, root: wrong, named } of mutantsOf(root, draw)) {
          const { xml, at } = written(wrong, standard, number);
          const places = named.map((node) => at.get(node));
          const issues = refused(xml, standard);
          expect([title, issues.length > 0]).toEqual([title, true]);
          for (const { place, text } of issues) {
            const line = Number(/^line (\d+): /.exec(text)?.[1]);
            expect([title, places, text]).toEqual([
              title,
              expect.arrayContaining([{ place, line }]),
              text,
            ]);
          }
          expect(issues.map(({ place }) => place)).toContain(places[0]?.place);
        }
      }),
      { numRuns: 8 },
    );
  });
});
