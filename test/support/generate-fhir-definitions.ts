/**
 * Writes src/plan/fhir/definitions.json.
 *
 * Usage: node dist/test/support/generate-fhir-definitions.js > src/plan/fhir/definitions.json
 */
import { readFhirDefinitions } from './fhir-definitions-source.ts';

process.stdout.write(`${JSON.stringify(readFhirDefinitions())}\n`);
