import type { Adapter, MappedDelivery, MappedFact } from '../../../src/adapters/delivery.ts';
import { fhirAdapter } from '../../../src/adapters/fhir/fhir-adapter.ts';
import type { FindingCode } from './judge.ts';

type Change = (delivery: MappedDelivery) => MappedDelivery;

/**
 * Adapters that do one thing wrong each, and what a check that sees it says. They read the body of
 * {@link BROKEN_BODY}.
 */
export const BROKEN_ADAPTERS: Readonly<Record<string, readonly [FindingCode, Change]>> = {
  'drops a value without a word': ['lost', eachFact(withoutPlace)],
  'says that it took a value and does not': ['not-said', eachFact(withoutDescription)],
  'names another place than it read': ['phantom', eachFact(misplaced)],
  'gives a number of a citizen for a name': ['loose', eachFact(looseNumber)],
  'says that it left out what it took': ['leaked', declaredIgnored],
  'holds a value back and sends it all the same': ['leaked', heldAndSent],
  'takes a day that does not exist': ['accepted', withImpossibleDay],
  'gives another fact every time': ['unstable', eachFact(everChanging)],
};

const GOAL_TEXT = 'weer naar school op maandag';

/** A body with what the broken adapters trip over; the day is one that no calendar has. */
export const BROKEN_BODY = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    {
      resource: {
        resourceType: 'Patient',
        id: 'p1',
        identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '999904024' }],
        name: [{ family: 'Voorbeeld' }],
      },
    },
    {
      resource: {
        resourceType: 'Goal',
        id: 'g1',
        lifecycleStatus: 'active',
        description: { text: GOAL_TEXT },
        subject: { reference: 'Patient/p1' },
        startDate: '2026-02-03',
      },
    },
    {
      resource: {
        resourceType: 'Goal',
        id: 'g2',
        lifecycleStatus: 'active',
        description: { text: 'op tijd naar bed' },
        subject: { reference: 'Patient/p1' },
        startDate: '2026-02-30',
      },
    },
  ],
};

/** The adapter for FHIR, under another name, with one thing wrong. */
export function brokenAdapter(name: string, change: Change): Adapter {
  const right = fhirAdapter();
  // Only what it does in one go is broken: it offers nothing else.
  return {
    name,
    accepts: right.accepts,
    read: (body, sent) => {
      const delivery = right.read(body, sent);
      return 'unreadable' in delivery ? delivery : change(delivery);
    },
  };
}

/** An adapter that fails on every body. */
export const crashingAdapter = (name: string): Adapter => ({
  name,
  accepts: fhirAdapter().accepts,
  read: () => {
    throw new TypeError('a fault of the adapter');
  },
});

function eachFact(change: (fact: MappedFact) => MappedFact): Change {
  return (delivery) => ({
    ...delivery,
    dossiers: delivery.dossiers.map(({ key, facts }) => ({ key, facts: facts.map(change) })),
  });
}

const isDescription = (place: string) => place.endsWith('/description/text');

function withoutPlace(fact: MappedFact): MappedFact {
  return { ...fact, places: fact.places.filter((place) => !isDescription(place)) };
}

function withoutDescription(fact: MappedFact): MappedFact {
  if (!fact.places.some(isDescription)) return fact;
  const elements = fact.elements.map((element) =>
    element.path[0] === 'description' ? { ...element, value: { text: 'iets' } } : element,
  );
  return { ...fact, elements };
}

function misplaced(fact: MappedFact): MappedFact {
  return { ...fact, places: fact.places.map((place) => place.replace('/startDate', '/begin')) };
}

function looseNumber(fact: MappedFact): MappedFact {
  return fact.labels.includes('identity.bsn') ? { ...fact, labels: ['identity.name'] } : fact;
}

function declaredIgnored(delivery: MappedDelivery): MappedDelivery {
  const { dossiers } = eachFact(withoutPlace)(delivery);
  return { ...delivery, dossiers, ignored: [...delivery.ignored, '/entry/1/resource/description'] };
}

function heldAndSent(delivery: MappedDelivery): MappedDelivery {
  const { dossiers } = eachFact(withoutPlace)(delivery);
  const place = '/entry/1/resource/description';
  const held = { place, code: 'unmapped' as const, text: 'held back' };
  return { ...delivery, dossiers, quarantined: [...delivery.quarantined, held] };
}

function withImpossibleDay(delivery: MappedDelivery): MappedDelivery {
  const fact: MappedFact = {
    resource: { type: 'Goal', key: 'g2' },
    elements: [{ path: ['description', 'text'], value: 'op tijd naar bed' }],
    labels: ['plan.goals'],
    subjects: ['Patient/p1'],
    places: ['/entry/2/resource/startDate'],
  };
  return { ...delivery, dossiers: [...delivery.dossiers, { key: 'Goal/g2', facts: [fact] }] };
}

let times = 0;
function everChanging(fact: MappedFact): MappedFact {
  times += 1;
  if (!fact.places.some(isDescription)) return fact;
  const value = { text: `${GOAL_TEXT} ${times}` };
  const elements = fact.elements.map((element) =>
    element.path[0] === 'description' ? { ...element, value } : element,
  );
  return { ...fact, elements };
}
