import type { PushAnswer } from '../flows.ts';
import type { FetchClaim, FetchedPerson, FetchStore } from './fetch-store.ts';
import { fetchedDelivery } from './fetched-delivery.ts';
import type { RunSoFar } from './run-so-far.ts';

const PATIENT = 'Patient/';
const PRACTITIONER = 'Practitioner/';

/** Everybody of whom something can be remembered, and how something of theirs is taken back. */
export interface Leaving {
  /** Keys of those who are enrolled. */
  readonly enrolled: readonly string[];
  readonly base: string;
  readonly run: Pick<RunSoFar, 'faults' | 'add'>;
  readonly deliver: (body: Uint8Array) => Promise<PushAnswer>;
}

/**
 * Takes back what was fetched about people who are not enrolled under that name any more, and
 * forgets them: a wrong enrolment that was corrected must not leave somebody else's dossier in the
 * plan, and nobody asks after it again. What is held by those who are enrolled stays: the same
 * patient can be enrolled under another name. Where that is not known of everybody yet, this waits
 * for a run that knows it.
 */
export async function takeBackLeavers(
  fetches: Pick<FetchStore, 'people' | 'others' | 'keepPeople'>,
  claim: FetchClaim,
  { enrolled, base, run, deliver }: Leaving,
): Promise<void> {
  const left = await fetches.others(claim.organisation, enrolled);
  if (left.length === 0) return;
  const known = await fetches.people(claim.organisation, enrolled);
  const isKnown = (key: string) => isAsked(known.get(key));
  if (Object.keys(run.faults).length > 0 && !enrolled.every(isKnown)) return;
  const held = new Set([...known.values()].flatMap(({ keys }) => keys));
  for (const { keys } of left) {
    const gone = notHeld(keys, held);
    if (gone.length > 0) run.add(await deliver(fetchedDelivery([], gone, base)));
  }
  await fetches.keepPeople(claim, enrolled);
}

/** Whether it is known what the source says of somebody. */
function isAsked(person: FetchedPerson | undefined): boolean {
  return person !== undefined && (person.asOf !== undefined || person.keys.length > 0);
}

/** Practitioners stand in the file of their patient: they go with it, and only with it. */
function notHeld(keys: readonly string[], held: ReadonlySet<string>): readonly string[] {
  const patientStays = keys.some((key) => key.startsWith(PATIENT) && held.has(key));
  return keys.filter((key) => (key.startsWith(PRACTITIONER) ? !patientStays : !held.has(key)));
}
