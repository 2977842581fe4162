import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceSearchParam,
} from '@medplum/fhirtypes';
import { SEARCH_PARAMETERS } from '../../release/search/search-parameters.ts';
import type { Door, FhirInteraction } from '../door.ts';
import { tokenEndpoint } from '../oauth/smart-configuration.ts';

/** The day this statement was last changed in substance. */
const STATED = '2026-11-22';
const SMART_SERVICE = 'http://terminology.hl7.org/CodeSystem/restful-security-service';
const OAUTH_URIS = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris';

type RestInteraction = NonNullable<CapabilityStatementRestResource['interaction']>[number];

/**
 * What the FHIR door can do, made from the table of doors (FHIR R4, capabilitystatement.html):
 * what is not a door is not in it.
 */
export function capabilityStatement(doors: readonly Door[], baseUrl: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: STATED,
    kind: 'instance',
    software: { name: 'Planpoort' },
    implementation: { description: 'Planpoort', url: `${baseUrl}/fhir` },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      restOf(
        doors.flatMap((door) => door.fhir ?? []),
        baseUrl,
      ),
    ],
  };
}

function restOf(
  interactions: readonly FhirInteraction[],
  baseUrl: string,
): CapabilityStatementRest {
  const types = [...new Set(interactions.flatMap(({ types }) => types ?? []))].sort();
  const system = interactions.filter(({ code, types }) => code === 'transaction' && !types);
  return {
    mode: 'server',
    security: {
      service: [{ coding: [{ system: SMART_SERVICE, code: 'SMART-on-FHIR' }] }],
      extension: [
        { url: OAUTH_URIS, extension: [{ url: 'token', valueUri: tokenEndpoint(baseUrl) }] },
      ],
    },
    resource: types.map((type) => resourceOf(type as ResourceType, interactions)),
    ...(system.length > 0 && { interaction: [{ code: 'transaction' as const }] }),
  };
}

type ResourceType = NonNullable<CapabilityStatementRestResource['type']>;

function resourceOf(
  type: ResourceType,
  interactions: readonly FhirInteraction[],
): CapabilityStatementRestResource {
  const here = interactions.filter(({ types }) => types?.includes(type));
  const codes = [...new Set(here.map(({ code }) => code))].filter((code) => code !== 'operation');
  const operations = here.flatMap(({ operation }) => operation ?? []);
  return {
    type,
    versioning: 'versioned',
    readHistory: false,
    interaction: codes.map((code) => ({ code }) as RestInteraction),
    ...(codes.includes('search-type') && { searchParam: searchParametersOf(type) }),
    ...(operations.length > 0 && {
      operation: operations.map((name) => ({
        name,
        definition: `https://planpoort.nl/fhir/OperationDefinition/${type}-${name}`,
      })),
    }),
  };
}

const SPECIAL = [
  { name: '_id', type: 'token' },
  { name: '_lastUpdated', type: 'date' },
] as const;

function searchParametersOf(type: string): CapabilityStatementRestResourceSearchParam[] {
  const own = Object.entries(SEARCH_PARAMETERS[type] ?? {});
  if (own.length === 0 && type === 'AuditEvent') return [{ name: 'entity', type: 'reference' }];
  return [...SPECIAL, ...own.map(([name, { kind }]) => ({ name, type: kind }))];
}
