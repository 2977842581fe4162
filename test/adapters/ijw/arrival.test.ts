import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MappedDelivery } from '../../../src/plan/delivery.ts';
import type { Fact } from '../../../src/plan/fact.ts';
import { mergeFacts } from '../../../src/plan/merge.ts';
import { settleDelivery } from '../../../src/plan/settle.ts';
import { momentsToKeep, withoutSuperseded } from '../../../src/plan/supersede.ts';
import { member, opaque } from '../../support/deliveries.ts';
import { BSN, jw301, mapped, message, person, product, SHORT } from '../../support/ijw-messages.ts';
import { written, type Node } from '../../support/message-kinds.ts';
import { randomMessage } from '../../support/random-messages.ts';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const enrolled = new Map([[`bsn:${BSN}`, [member('plan', 'client')]]]);

/** What a source says of one plan after all its messages, in the order in which they came. */
function afterAll(deliveries: readonly MappedDelivery[]): ReadonlyMap<string, Fact> {
  let facts: readonly Fact[] = [];
  const moments = new Map<string, number>();
  const momentOf = (dossier: string) => moments.get(dossier);
  for (const delivery of deliveries) {
    const current = withoutSuperseded(delivery, momentOf);
    const settled = settleDelivery(current, 'org', enrolled, { opaque });
    const dossiers = settled.plans.get('plan') ?? new Map(settled.stated.map((key) => [key, []]));
    facts = mergeFacts(facts, { dossiers, withdrawn: settled.withdrawn, since: NOW });
    const kept = momentsToKeep(current, { isStored: () => true, momentOf, now: NOW });
    for (const [dossier, moment] of kept) moments.set(dossier, moment);
  }
  return new Map(facts.map((fact) => [fact.id, { ...fact, elements: fact.elements, places: [] }]));
}

/** The message as of another day: what it allocates was allocated that day. */
function dated(node: Node, day: string): Node {
  const text = /^(Dagtekening|Toewijzingsdatum)$/.test(node.name) ? day : node.text;
  return { ...node, text, children: node.children.map((child) => dated(child, day)) };
}

const day = (i: number): string => `2026-08-${String(i + 1).padStart(2, '0')}`;
const drawn = fc.array(
  fc
    .constantFrom('301', '305', '307', '315', '317')
    .chain((number) => randomMessage('ijw', number)),
  { minLength: 2, maxLength: 6 },
);

test('messages leave the same plan in whatever order they come (OP033x1, OP087)', () => {
  fc.assert(
    fc.property(drawn, fc.infiniteStream(fc.nat()), (messages, numbers) => {
      const deliveries = messages.map(({ root, number }, i) =>
        mapped(written(dated(root, day(i)), 'ijw', number).xml),
      );
      const ranked = deliveries.map((delivery) => ({
        delivery,
        rank: Number(numbers.next().value),
      }));
      ranked.sort((a, b) => a.rank - b.rank);
      expect(afterAll(ranked.map(({ delivery }) => delivery))).toEqual(afterAll(deliveries));
    }),
    { numRuns: 40 },
  );
});

const delivered = (number: '305' | '307') => {
  const what = number === '305' ? 'Start' : 'Stop';
  const more = '<RedenBeeindiging>31</RedenBeeindiging><Einddatum>2026-10-01</Einddatum>';
  return mapped(
    message(
      'ijw',
      number,
      `<Client>${person()}${SHORT}<${what}Producten><${what}Product>${product('45')}<Begindatum>2026-09-01</Begindatum>${number === '307' ? more : ''}<StatusAanlevering>1</StatusAanlevering></${what}Product></${what}Producten></Client>`,
    ),
  );
};

test('a start and its stop of one day leave it stopped, whichever comes first', () => {
  for (const order of [['305', '307'] as const, ['307', '305'] as const])
    expect(JSON.stringify([...afterAll(order.map(delivered)).values()])).toContain('"completed"');
});

const wish = message(
  'ijw',
  '317',
  `<Client><Bsn>${BSN}</Bsn><Verzoek><ReferentieAanbieder>9</ReferentieAanbieder><RedenVerzoek>1</RedenVerzoek></Verzoek></Client>`,
);

/** Numbers and references are those of one municipality and of one provider. */
test.each([
  ['allocations of one number by two municipalities', [jw301(), '>0513<', '>0363<'], '"value":"1"'],
  ['requests of one reference by two providers', [wish, '0001<', '0002<'], 'istandaard-wj758'],
] as const)('%s stand beside each other', (_title, [xml, one, other], value) => {
  const both = [xml, xml.replace(one, other)].map((each) => mapped(each));
  const said = JSON.stringify([...afterAll(both).values()]);
  expect(said.split(value)).toHaveLength(3);
});
