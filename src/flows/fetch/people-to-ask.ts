import { isLogicalId } from '../../adapters/fhir-server/asked-types.ts';
import type { PlanStore } from '../ports.ts';

/** Somebody whom a source enrolled, and how the source is asked about them. */
export interface PersonToAsk {
  /** As enrolled: `Patient/ID`, or a number that the Patient has. */
  readonly key: string;
  readonly by: 'id' | 'identifier';
  /** Whom else the source knows in the same plans, under what: others there, other facts here. */
  readonly household: readonly string[];
}

const MOST_PLANS = 1_000_000;
const AT_ONCE = 50;
const PATIENT = 'Patient/';
/** `system|value`, or a bare value; names of other formats (`relation:R1`) are no numbers. */
/** Systems of the BSN, as a name and as an OID. */
const BSN =
  /^(?:http:\/\/fhir\.nl\/fhir\/NamingSystem\/bsn|urn:oid:2\.16\.840\.1\.113883\.2\.4\.6\.3)\|/;
const NUMBER = /^(?:[a-z]+:[^\s|]+\|)?[A-Za-z0-9._-]{1,64}$/;

/**
 * Everybody whom a source enrolled as a patient of its own, in whatever plan, each once. Nobody
 * else is ever asked about (GDPR art. 5(1)(c)). A member who is a relative there is found through
 * the patient; a BSN alone is no reason to ask with it (UAVG art. 46).
 */
export async function peopleToAsk(
  store: Pick<PlanStore, 'plansOf' | 'readForPush'>,
  organisation: string,
): Promise<readonly PersonToAsk[]> {
  const planIds = await store.plansOf(organisation, MOST_PLANS);
  const people = new Map<string, PersonToAsk>();
  for (let from = 0; from < planIds.length; from += AT_ONCE) {
    const { plans } = await store.readForPush(organisation, planIds.slice(from, from + AT_ONCE));
    for (const { planId, state } of plans) {
      const members = state.enrolments[organisation] ?? {};
      const here = `${planId} ${JSON.stringify(members)}`;
      for (const asked of Object.values(members).flatMap(askable)) {
        const household = [...(people.get(asked.key)?.household ?? []), here];
        people.set(asked.key, { ...asked, household });
      }
    }
  }
  return [...people.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** By logical id where there is one; else by number. */
function askable(identifiers: readonly string[]): readonly Omit<PersonToAsk, 'household'>[] {
  const ids = identifiers.filter(
    (each) => each.startsWith(PATIENT) && isLogicalId(each.slice(PATIENT.length)),
  );
  if (ids.length > 0) return ids.map((key) => ({ key, by: 'id' }));
  const numbers = identifiers.filter((each) => NUMBER.test(each) && !BSN.test(each));
  return numbers.map((key) => ({ key, by: 'identifier' }));
}

/** The logical id in `Patient/ID`. */
export function patientId({ key }: PersonToAsk): string {
  return key.slice(PATIENT.length);
}
