import type { Adapter, MappedDelivery, UnreadableDelivery } from './delivery.ts';

const PATIENT = 'Patient/';
const PRACTITIONER = 'Practitioner/';

/** The name of the adapter that reads files of one person each. */
export function personFileName(adapter: string): string {
  return `${adapter}.person`;
}

/** The adapters, and those of them that read FHIR once more for files of one person each. */
export function withPersonFiles(adapters: readonly Adapter[]): readonly Adapter[] {
  const ofPersons = adapters.filter(({ accepts }) => accepts.includes('application/fhir+json'));
  return [...adapters, ...ofPersons.map(personFile)];
}

/**
 * The same format, in deliveries that each are about one Patient. What is about nobody by itself, a
 * practitioner, is then said of that person: a delivery about one person leaves alone what was
 * said of the practitioners of another, and can take its own back.
 */
function personFile(adapter: Adapter): Adapter {
  return {
    name: personFileName(adapter.name),
    accepts: ['application/fhir+json'],
    read: (body, sent) => personIn(adapter.read(body, sent)),
    readInSteps: function* (body, sent) {
      const work = adapter.readInSteps?.(body, sent);
      return personIn(work ? yield* work : adapter.read(body, sent));
    },
  };
}

function personIn(delivery: MappedDelivery | UnreadableDelivery) {
  return 'unreadable' in delivery ? delivery : ofItsPerson(delivery);
}

function ofItsPerson(delivery: MappedDelivery): MappedDelivery {
  const { dossiers, withdrawn, held, about = [] } = delivery;
  const taken = withdrawn.filter((key) => key.startsWith(PATIENT));
  const persons = about.length > 0 ? about : taken;
  const [person] = persons;
  if (person === undefined || persons.length > 1) return delivery;
  const own = (key: string): string =>
    key.startsWith(PRACTITIONER) ? `${key} for ${person}` : key;
  return {
    ...delivery,
    dossiers: dossiers.map((dossier) => ({ ...dossier, key: own(dossier.key) })),
    withdrawn: withdrawn.map(own),
    ...(held === undefined ? {} : { held: held.map(own) }),
  };
}
