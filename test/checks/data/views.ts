import type { PushAnswer } from '../../../src/flows/flows.ts';
import { validateResource } from '../../../src/plan/fhir/validate.ts';
import type { DoorAnswer } from '../../support/gateway-driver.ts';
import type { DataRegion } from './data-region.ts';
import { finding, type Fates, type Finding } from './judge.ts';
import type { Reader } from './readers.ts';
import { translatedBy } from './translated.ts';
import { judgeSaid, judgeUnsaid, seenIn } from './values.ts';

/** What was pushed, about whom, and what the answer said. */
export interface Pulled {
  /** Number of the source that pushed it. */
  readonly index: number;
  readonly planId: string;
  readonly fates: Fates;
  readonly answer: PushAnswer;
  readonly reader: Reader;
}

/** Pulls the plan as the source itself and as the coordinator, and judges what they get. */
export async function viewFindings(
  region: DataRegion,
  pulled: Pulled,
): Promise<readonly Finding[]> {
  const { index, planId, fates, answer, reader } = pulled;
  const own = await region.pullOwn(index, planId);
  const others = await region.pullAsCoordinator(planId);
  const [ownSeen, otherSeen] = [own, others].map((door) => seenIn(resourcesIn(door)));
  if (!ownSeen || !otherSeen) return [];
  const wanted = answer.accepted.length > 0 ? [200] : [200, 404];
  return [
    ...statusFinding(own, wanted, 'the source itself'),
    ...statusFinding(others, [200, 404], 'the coordinator'),
    ...invalid(own),
    ...invalid(others),
    ...judgeSaid(fates, ownSeen, translatedBy(reader.mapping)),
    ...judgeUnsaid(fates, ownSeen, ['held', 'ignored', 'lost']),
    ...judgeUnsaid(fates, otherSeen, ['kept', 'held', 'ignored', 'lost']),
  ];
}

function statusFinding(
  { status }: DoorAnswer,
  wanted: readonly number[],
  who: string,
): readonly Finding[] {
  return wanted.includes(status) ? [] : [finding('fault', '', `${who} got ${status}`)];
}

/** The released resources; what the gateway says about the view itself comes last and is none. */
function resourcesIn(door: DoorAnswer): readonly unknown[] {
  const bundle = door.json as { entry?: readonly { resource?: { resourceType?: string } }[] };
  const all = (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : []));
  return all.filter(({ resourceType }) => resourceType !== 'OperationOutcome');
}

function invalid(door: DoorAnswer): readonly Finding[] {
  return resourcesIn(door)
    .flatMap(validateResource)
    .map(({ place, text }) => finding('invalid', place, text));
}
