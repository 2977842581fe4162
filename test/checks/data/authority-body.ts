import type { AnsweredMinor, AuthorityAnswered, PushAnswer } from '../../../src/flows/flows.ts';
import type { DoorAnswer } from '../../support/gateway-driver.ts';
import type { DataRegion } from './data-region.ts';
import { passesElfproef } from './floor.ts';
import { finding, type Finding } from './judge.ts';
import type { Leaf } from './leaves.ts';
import type { FoundPerson } from './people.ts';
import type { Body } from './recognise.ts';

/** How the table names the door of answers on authority. */
export const AUTHORITY_DOOR = 'authority-answers';

/** What became of an answer on authority, in the words of a push: places, and why held. */
export interface AuthorityDelivered {
  /** Undefined when the door refused it. */
  readonly answer: PushAnswer | undefined;
  readonly door: DoorAnswer;
  readonly findings: readonly Finding[];
}

/** Delivers an answer on authority to a household of its minors, rehearsed, stored and repeated. */
export async function deliverAuthority(
  region: DataRegion,
  index: number,
  { body, leaves }: { readonly body: Body; readonly leaves: readonly Leaf[] },
): Promise<AuthorityDelivered> {
  const answer = JSON.parse(Buffer.from(body.bytes).toString('utf8')) as unknown;
  const elsewhere = await region.compose(index, [{ identifiers: ['stranger'] }]);
  const nobody = await region.answerAuthority(index, elsewhere, { answer });
  const planId = await region.compose(index, minorsIn(leaves));
  const dry = await region.answerAuthority(index, planId, { answer, dryRun: true });
  const stored = await region.answerAuthority(index, planId, { answer });
  const again = await region.answerAuthority(index, planId, { answer });
  const told = answeredIn(stored);
  if (!told) return { answer: undefined, door: stored, findings: [] };
  return {
    answer: asPush(leaves, told),
    door: stored,
    findings: [
      ...outcomes(nobody)
        .filter((outcome) => outcome !== 'not-a-member')
        .map(() => finding('accepted', '', 'about somebody who is not enrolled')),
      ...(outcomes(dry).join() === outcomes(stored).join()
        ? []
        : [finding('unstable', '', 'not as the dry run said')]),
      ...outcomes(again)
        .filter((outcome) => !['unchanged', 'not-a-member'].includes(outcome))
        .map(() => finding('unstable', '', 'the same answer changes what is held')),
    ],
  };
}

/** The children of the household: whoever is said to be a minor, or was asked about. */
function minorsIn(leaves: readonly Leaf[]): readonly FoundPerson[] {
  const numbers = leaves.flatMap(({ places: [place = ''], value }) =>
    /(\/minderjarige|\/personen\/\d+)\/burgerservicenummer$/.test(place) &&
    /^\d{9}$/.test(value) &&
    passesElfproef(value)
      ? [value]
      : [],
  );
  const children = [...new Set(numbers)].map((bsn, i) => ({
    ...{ identifiers: [`child-${i}`], bsn, birthDate: '2020-04-05' },
  }));
  return children.length > 0 ? children : [{ identifiers: ['child'] }];
}

const answeredIn = (door: DoorAnswer): AuthorityAnswered | undefined =>
  door.status === 200 ? (door.json as AuthorityAnswered) : undefined;

const outcomes = (door: DoorAnswer): readonly string[] =>
  answeredIn(door)?.minors.map(({ outcome }) => outcome) ?? [`status ${door.status}`];

/**
 * What is taken decides who may sign and is shown to nobody; what leaves it open is held back;
 * everything around them is no content.
 */
function asPush(
  leaves: readonly Leaf[],
  { id, minors, unreadable }: AuthorityAnswered,
): PushAnswer {
  const isBelow = (place: string) => (leaf: Leaf) =>
    leaf.places.some((each) => each.startsWith(`${place}/`));
  const taken = minors.filter(({ outcome }) => outcome === 'taken');
  const open = minors.filter(({ outcome }) => outcome !== 'taken');
  const held = [
    ...open.map(({ place, ...minor }) => ({ place, code: 'unmapped' as const, text: why(minor) })),
    ...unreadable.map(({ place, text }) => ({ place, code: 'unmapped' as const, text })),
  ];
  const told = [...taken.map(({ place }) => place), ...held.map(({ place }) => place)];
  return {
    ...{ delivery: id, dryRun: false, mapping: AUTHORITY_DOOR, withdrawn: 0, changed: 0 },
    accepted: taken.map(({ place }) => ({
      places: leaves.filter(isBelow(place)).flatMap((leaf) => leaf.places.slice(0, 1)),
      ...{ resource: 'authority', labels: ['unclassified'] },
    })),
    quarantined: held,
    ignored: leaves
      .filter((leaf) => !isStated(leaf) && !told.some((place) => isBelow(place)(leaf)))
      .flatMap((leaf) => leaf.places.slice(0, 1)),
  };
}

/** Part of a statement on authority: of each the door must say what became of it. */
const isStated = ({ places: [place = ''] }: Leaf) => /\/gezag\/\d+\//.test(place);

function why({ outcome, reasons }: Omit<AnsweredMinor, 'place'>): string {
  const texts = reasons.map(({ code }) => code);
  return `left open: ${texts.length > 0 ? texts.join(', ') : outcome}`;
}
