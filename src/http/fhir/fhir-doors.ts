import type { Door } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { sendOwnResource } from '../send.ts';
import { auditDoors } from './audit-doors.ts';
import { capabilityStatement } from './capability-statement.ts';
import { pushDoors } from './push-doors.ts';
import { readDoors } from './read-doors.ts';
import { searchDoors } from './search-doors.ts';

/** The FHIR R4 door. */
export function fhirDoors(options: GatewayOptions): readonly Door[] {
  const doors: readonly Door[] = [
    ...auditDoors(options),
    ...pushDoors(options),
    ...searchDoors(options),
    ...readDoors(options),
  ];
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
