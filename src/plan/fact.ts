import type { Instant } from '../vocabulary/instant.ts';

/** A JSON value as FHIR uses it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * One value at one place in a resource. A segment is an element name (`name`, `period`) or `#key`:
 * the item with that key of the repeating element before it. Facts that write the same item of one
 * resource use the same key; keys never leave the gateway.
 *
 * References inside values are written `{ reference: TARGET }`, TARGET being one of
 * `member:MEMBER_ID` · `local:Type/KEY` (another resource of the same source, KEY as `ResourceKey`)
 * · `frame:CarePlan|CareTeam|Group` — in an adapter's output also `person:LOCAL_IDENTIFIER`.
 */
export interface Element {
  readonly path: readonly string[];
  readonly value: Json;
}

/** Resource types the household plan is made of (DESIGN 2). */
export const PLAN_RESOURCE_TYPES = [
  'Patient',
  'CarePlan',
  'CareTeam',
  'Goal',
  'Task',
  'Condition',
  'Observation',
  'ServiceRequest',
  'EpisodeOfCare',
  'RelatedPerson',
  'Flag',
  'Communication',
  'Practitioner',
] as const;
export type PlanResourceType = (typeof PLAN_RESOURCE_TYPES)[number];

/**
 * Which resource of the plan a fact writes to. `Patient/MEMBER_ID` is the one Patient of a member,
 * `CarePlan` and `CareTeam` (no key) are the household's frames, anything else is `Type/KEY` with
 * KEY the source's own key of the thing (opaque to everybody else).
 */
export interface ResourceKey {
  readonly type: PlanResourceType;
  readonly key: string;
}

/** A fact of the plan as stored: the smallest thing that is released or withheld (DECISION 1). */
export interface Fact {
  /** Stable, random-looking id: the same push again gives the same id. */
  readonly id: string;
  readonly source: string;
  readonly labels: readonly string[];
  readonly subjects: readonly string[];
  readonly law?: string;
  /** The unit that one delivery of the source replaces as a whole. */
  readonly dossier: string;
  /** Where its values stood in the source: JSON pointers, XPaths or record and column. */
  readonly places: readonly string[];
  readonly resource: ResourceKey;
  readonly elements: readonly Element[];
  /** When this content was first stated: unchanged pushes keep it. */
  readonly since: Instant;
  /** Name and version of the mapping that made it. */
  readonly mapping: string;
  /** Set when the source or mapping says that its involvement itself discloses something. */
  readonly involvement?: Involvement;
}

/** What the plan knows a source to be: needed to say whether naming it discloses something. */
export type Involvement = 'team' | 'sensitive';
