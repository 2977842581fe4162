import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MappedFact } from '../../../src/plan/delivery.ts';
import { factsIn, jw301, mapped, person, relation, relations } from '../../support/ijw-messages.ts';
import { replaced, within, written, type Node } from '../../support/message-kinds.ts';
import { MESSAGES, randomMessage } from '../../support/random-messages.ts';

/** Children of one element of which the second may not be before the first. */
const PERIODS = [
  ['Ingangsdatum', 'Einddatum'],
  ['Begindatum', 'Einddatum'],
  ['ToewijzingIngangsdatum', 'ToewijzingEinddatum'],
  ['GewensteIngangsdatum', 'Einddatum'],
] as const;

const find = (node: Node, name: string) => node.children.find((child) => child.name === name);

/** Elements that say from when until when. */
const periodsIn = (root: Node) =>
  within(root).flatMap(([element]) =>
    PERIODS.flatMap(([from, to]) => {
      const [start, end] = [find(element, from), find(element, to)];
      return start && end ? [{ element, start, end }] : [];
    }),
  );

const saidOf = (facts: readonly MappedFact[]) =>
  facts
    .map(({ elements, labels, resource }) => JSON.stringify([elements, labels, resource]))
    .sort();

describe.each(MESSAGES)('%s %s', (standard, number) => {
  test('a period that ends before it starts is held back alone, the rest is read as it was', () => {
    fc.assert(
      fc.property(randomMessage(standard, number), fc.nat(), ({ root }, choice) => {
        const periods = periodsIn(root);
        const chosen = periods[choice % Math.max(periods.length, 1)];
        if (!chosen) return;
        const before = { ...chosen.end, text: '2025-12-31' };
        const { xml } = written(replaced(root, chosen.end, before), standard, number);
        const { at } = written(root, standard, number);
        // A period is held with the contact that it is of; any other with its product.
        const own = at.get(chosen.element)?.place ?? '';
        const held = own.replace(/\/Periode\[1\]$/, '');
        const [good, bad] = [written(root, standard, number).xml, xml].map((each) =>
          mapped(each, standard),
        );
        expect(bad?.quarantined.map(({ place }) => place)).toEqual([held]);
        const kept = factsIn(good ?? mapped(xml)).filter(
          ({ places }) => !places.some((place) => place.startsWith(`${held}/`)),
        );
        if (!/Contact\[\d+\]$/.test(held))
          expect(saidOf(factsIn(bad ?? mapped(xml)))).toEqual(saidOf(kept));
      }),
      { numRuns: 25 },
    );
  });
});

describe('a birth after the day of the message', () => {
  test.each([
    ['<b:Datum>2026-10-02</b:Datum>', true],
    ['<b:Datum>2026-10-01</b:Datum>', false],
    ['<b:Datum>2027-01-01</b:Datum><b:DatumGebruik>2</b:DatumGebruik>', true],
    ['<b:Datum>2026-12-31</b:Datum><b:DatumGebruik>2</b:DatumGebruik>', false],
    ['<b:Datum>2099-12-31</b:Datum><b:DatumGebruik>3</b:DatumGebruik>', false],
  ])('%s is held back: %s', (birth, isHeld) => {
    const { quarantined } = mapped(jw301({ birth }));
    expect(quarantined.map(({ place }) => place)).toEqual(
      isHeld ? ['/Bericht/Client[1]/Geboortedatum[1]'] : [],
    );
  });

  test('of a relation is held back alone', () => {
    const born = '<Geboortedatum><b:Datum>2030-01-01</b:Datum></Geboortedatum>';
    const { quarantined } = mapped(jw301({ more: relations(relation('10', { more: born })) }));
    expect(quarantined.map(({ place }) => place)).toEqual([
      '/Bericht/Client[1]/Relaties[1]/Relatie[1]/Geboortedatum[1]',
    ]);
    expect(person()).toContain('2010-11-14');
  });
});
