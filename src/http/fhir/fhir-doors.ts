import type { Door } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { sendOwnResource } from '../send.ts';
import { capabilityStatement } from './capability-statement.ts';

/** The FHIR R4 door. */
export function fhirDoors(options: GatewayOptions): readonly Door[] {
  const doors: readonly Door[] = [];
  const statement = capabilityStatement(doors, options.baseUrl);
  const metadata: Door = {
    name: 'fhir.metadata',
    method: 'get',
    path: '/fhir/metadata',
    dialect: 'fhir',
    needs: 'nothing',
    handle: ({ res }) => sendOwnResource(res, 200, statement),
  };
  return [metadata, ...doors];
}
