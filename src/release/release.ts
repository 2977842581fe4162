import { composeInSteps, composeRelease, type ReleaseWork } from './compose-release.ts';
import type { ReleaseInput } from './release-input.ts';
import type { ReleasedPlan } from './released-plan.ts';
import * as steps from './steps.ts';
import type { ViewMemory } from './view-memory.ts';

/**
 * Releases what a permit opens, and nothing else: starts empty and adds permitted facts (DECISION 5).
 * Everything in the result is a function of the permitted facts, the members, the notice and the keyed
 * functions; a withheld fact cannot change one byte of it (DECISION 6).
 * @param input the permit, all facts of the plan and what is registered of those who may be named
 * @param memory views made before; without it every view is made anew
 * @returns the released resources as valid FHIR R4, in a fixed order; `empty` when nothing is permitted
 * @throws TypeError when the permit was not made by the decision
 */
export const release: (input: ReleaseInput, memory?: ViewMemory) => ReleasedPlan =
  composeRelease(steps);

/** The same in pieces of work, between which others may have their turn. */
export const releaseInSteps: (input: ReleaseInput, memory?: ViewMemory) => ReleaseWork =
  composeInSteps(steps);
