import type { MappedDelivery } from '../plan/delivery.ts';
import type { Enrolled, PlanMember } from '../plan/people.ts';
import { opaqueDossier } from '../plan/settle.ts';
import type { PlanSnapshot, PlanStore } from './ports.ts';
import type { Naming } from './quarantine/spoken.ts';

/**
 * Finds people whom a delivery names by what its source said of them before (`knownBy`): in each
 * plan, the one member that this dossier is about, as long as the source still has the member
 * enrolled there. Where several are meant by one name, all of them are told, so that nobody is
 * guessed.
 * @param enrolled whom the source enrolled under the names of the delivery
 * @returns the same, with those people added
 */
export async function withKnownPeople(
  store: Pick<PlanStore, 'findForPush' | 'readForPush'>,
  delivery: MappedDelivery,
  { enrolled, naming }: { readonly enrolled: Enrolled; readonly naming: Naming },
): Promise<Enrolled> {
  const { source, opaque } = naming;
  const asked = [...(delivery.knownBy ?? [])];
  if (asked.length === 0) return enrolled;
  const dossiers = asked.map(([, dossier]) => opaqueDossier(source, dossier, opaque));
  const { dossierPlans } = await store.findForPush({ org: source, identifiers: [], dossiers });
  if (dossierPlans.length === 0) return enrolled;
  const { plans } = await store.readForPush(source, dossierPlans);
  const found = asked.map(([name], i): [string, readonly PlanMember[]] => [
    name,
    [...(enrolled.get(name) ?? []), ...plans.flatMap((plan) => aboutIn(plan, source, dossiers[i]))],
  ]);
  return new Map([...enrolled, ...found]);
}

/** Whom a dossier of a source is about in one plan, of those whom it has enrolled there now. */
function aboutIn(
  { planId, state, sheets }: PlanSnapshot,
  source: string,
  dossier: string | undefined,
): readonly PlanMember[] {
  const facts = sheets.flatMap((sheet) => sheet.facts).filter((fact) => fact.dossier === dossier);
  const members = new Set(facts.flatMap(({ subjects }) => subjects));
  const known = state.enrolments[source] ?? {};
  return [...members]
    .filter((memberId) => Object.hasOwn(known, memberId))
    .map((memberId) => ({ planId, memberId }));
}
