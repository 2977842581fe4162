import { describe, expect, test } from '@jest/globals';
import {
  BSN,
  factsIn,
  mapped,
  message,
  person,
  SHORT,
  tree,
  unaccountedPlaces,
} from '../../support/ijw-messages.ts';

const textsOf = (issues: readonly { readonly text: string }[]) =>
  issues.map(({ text }) => text).join('\n');

describe('requests (315, 317)', () => {
  const asked = (more = '', type = '02') =>
    `<AangevraagdProduct><ReferentieAanbieder>ref-1</ReferentieAanbieder><BeschikkingNummer>12</BeschikkingNummer><ToewijzingIngangsdatum>2026-04-01</ToewijzingIngangsdatum>${more}<Budget>100</Budget><Verwijzer><b:Type>${type}</b:Type><b:Naam>dokter</b:Naam></Verwijzer><Raamcontract>1</Raamcontract></AangevraagdProduct>`;
  const jw315 = (products: string) =>
    tree(
      message(
        'ijw',
        '315',
        `<Client>${person()}${SHORT}<GezagsdragerBekend>1</GezagsdragerBekend><AangevraagdeProducten>${products}</AangevraagdeProducten></Client>`,
      ),
    );

  test('a request is a proposal; who has authority is not taken from it', () => {
    const root = jw315(asked());
    const delivery = mapped(root);
    expect(JSON.stringify(factsIn(delivery))).toContain('"proposal"');
    expect(delivery.quarantined).toEqual([]);
    const told = factsIn(delivery).filter(({ places }) => places.join().includes('Gezagsdrager'));
    expect(told.map(({ labels, subjects }) => [labels, subjects])).toEqual([
      [['unclassified'], [`bsn:${BSN}`]],
    ]);
    expect(unaccountedPlaces(root, delivery)).toEqual([]);
  });

  test.each([
    ['01', ['plan.agreements', 'third-party', 'unclassified']],
    ['02', ['health', 'plan.agreements', 'third-party', 'unclassified']],
    ['04', ['plan.agreements', 'safety.measure', 'third-party', 'unclassified']],
    ['08', ['domain.judicial', 'plan.agreements', 'third-party', 'unclassified']],
  ])('a referral by %s is labelled %j', (type, labels) => {
    const facts = factsIn(mapped(jw315(asked('', type))));
    const [referral] = facts.filter(({ places }) => places.some((p) => p.includes('Verwijzer')));
    expect([...(referral?.labels ?? [])].sort()).toEqual(labels);
  });

  test('two requests of one reference contradict each other', () => {
    const end = '<ToewijzingEinddatum>2026-12-31</ToewijzingEinddatum>';
    const delivery = mapped(jw315(asked() + asked(end)));
    expect(textsOf(delivery.quarantined)).toMatch(/contradict/);
    expect(delivery.dossiers.some(({ key }) => key.includes('ref-1'))).toBe(false);
  });

  const wish = (end: string) =>
    tree(
      message(
        'ijw',
        '317',
        `<Client><Bsn>${BSN}</Bsn><Verzoek><ReferentieAanbieder>r</ReferentieAanbieder><RedenVerzoek>1</RedenVerzoek><OngewijzigdeProducten><OngewijzigdProduct><ToewijzingNummer>1</ToewijzingNummer></OngewijzigdProduct></OngewijzigdeProducten><TeWijzigenProducten><TeWijzigenProduct><ToewijzingNummer>2</ToewijzingNummer><GewensteIngangsdatum>2026-11-01</GewensteIngangsdatum><Einddatum>${end}</Einddatum></TeWijzigenProduct></TeWijzigenProducten></Verzoek></Client>`,
      ),
    );
  test('a wish that ends before it starts is held back, the rest is read', () => {
    const good = mapped(wish('2026-12-31'));
    expect(good.quarantined).toEqual([]);
    expect(JSON.stringify(factsIn(good))).toContain('"start":"2026-11-01"');
    const root = wish('2024-02-28');
    const delivery = mapped(root);
    expect(textsOf(delivery.quarantined)).toMatch(/before GewensteIngangsdatum/);
    expect(JSON.stringify(factsIn(delivery))).not.toContain('2024-02-28');
    expect(unaccountedPlaces(root, delivery)).toEqual([]);
  });
});
