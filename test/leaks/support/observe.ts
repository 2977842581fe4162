import type { Bundle } from '@medplum/fhirtypes';
import { everythingBundle, readResource } from '../../../src/release/bundles.ts';
import type { ReleaseInput } from '../../../src/release/release-input.ts';
import type { ReleasedPlan } from '../../../src/release/released-plan.ts';
import { searchReleased } from '../../../src/release/search/search-released.ts';
import { inputOf, keyed } from '../../release/support/release-inputs.ts';
import type { WorldPair } from './worlds.ts';

const BASE = 'https://gate.example/fhir';
const seal = keyed('recipient key');

/** One search, page after page, as the bytes of every answer. */
function pages(
  released: ReleasedPlan,
  type: string,
  asked: readonly (readonly [string, string])[],
) {
  const answers: string[] = [];
  let parameters = asked;
  for (let page = 0; page < 20; page += 1) {
    const answer = searchReleased([released], { type, parameters, base: BASE, seal });
    answers.push(JSON.stringify(answer));
    const links = 'resource' in answer ? (answer.resource as Bundle).link : undefined;
    const next = links?.find(({ relation }) => relation === 'next')?.url;
    if (next === undefined) break;
    parameters = [...new URL(next).searchParams];
  }
  return answers;
}

/** Everything a recipient can get out of a released view, as bytes. */
export function observe(released: ReleasedPlan, { asked }: WorldPair): string {
  const { resources, factsDigest, empty } = released;
  const ids = ['daan', 'samira', 'noor', 'plan', 'team', 'household'].map((id) => `plan1.${id}`);
  const [one = '', other = ''] = asked;
  return JSON.stringify([
    { resources, factsDigest, empty },
    everythingBundle(released, BASE),
    ids.map((id) => readResource(released, 'Patient', id)),
    pages(released, 'Goal', [['_count', '1']]),
    pages(released, 'Goal', [['subject', 'Patient/plan1.daan']]),
    pages(released, 'Goal', [['status', 'active']]),
    pages(released, 'Patient', [['identifier', one]]),
    pages(released, 'Condition', [['code', other]]),
    pages(released, 'CarePlan', [
      ['_include', 'CarePlan:goal'],
      ['_total', 'accurate'],
    ]),
    pages(released, 'Goal', [
      ['_revinclude', 'CarePlan:goal'],
      ['_elements', 'note'],
    ]),
    pages(released, 'Patient', [
      ['_lastUpdated', 'ge2026-10-05'],
      ['_count', '1'],
    ]),
    pages(released, 'Provenance', [['target', 'Patient/plan1.daan']]),
  ]);
}

export type Releaser = (input: ReleaseInput) => ReleasedPlan;

/** True when the recipient sees the same in both stores. */
export function indistinguishable(release: Releaser, pair: WorldPair): boolean {
  const [a, b] = [pair.a, pair.b].map((facts) =>
    observe(release(inputOf(facts, pair.visible, pair.named)), pair),
  );
  return a === b;
}
