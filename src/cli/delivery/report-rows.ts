import type { Parcel } from './parcel.ts';
import type { Outcome } from './send-parcel.ts';

/** What the report says of one request: itself first, then each fact and each quarantined place. */
export function rowsOf(parcel: Parcel, outcome: Outcome): readonly object[] {
  const { name, files } = parcel;
  const request = { kind: 'request', name, files };
  if (outcome.kind !== 'answered') {
    const { kind, faults } = outcome;
    const status = kind === 'refused' ? { status: outcome.status } : {};
    return [{ ...request, outcome: kind, ...status, faults }];
  }
  const { answer } = outcome;
  const { accepted, quarantined, delivery, mapping, dryRun, changed, withdrawn, complete } = answer;
  return [
    {
      ...request,
      outcome: quarantined.length === 0 ? 'accepted' : 'partly',
      ...{ delivery, mapping, dryRun, changed, withdrawn, ...(complete ? { complete } : {}) },
      ...{ accepted: accepted.length, quarantined: quarantined.length },
    },
    ...accepted.map(({ places, resource, labels }) => {
      const found = places.map((place) => parcel.placeOf(place));
      const file = found[0]?.file ?? files[0];
      return { kind: 'fact', file, places: found.map(({ place }) => place), resource, labels };
    }),
    ...quarantined.map(({ place, code, text }) => ({
      kind: 'quarantined',
      ...parcel.placeOf(place),
      code,
      text,
    })),
  ];
}
