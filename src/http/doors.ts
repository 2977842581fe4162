import type { Door } from './door.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { fhirDoors } from './fhir/fhir-doors.ts';
import { oauthDoors } from './oauth/oauth-doors.ts';
import { healthDoors } from './operations/health-doors.ts';

/** Every door of the gateway; what is not in this table cannot be reached. */
export function allDoors(options: GatewayOptions): readonly Door[] {
  const fhir = fhirDoors(options);
  return [...oauthDoors(options), ...healthDoors(options), ...fhir];
}
