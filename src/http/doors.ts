import { authorityDoors } from './administration/authority-doors.ts';
import { planDoors } from './administration/plan-doors.ts';
import { policyDoors } from './administration/policy-doors.ts';
import { recordDoors } from './administration/record-doors.ts';
import { registerDoors } from './administration/register-doors.ts';
import { sourceDoors } from './administration/source-doors.ts';
import type { Door } from './door.ts';
import { dossierDoors } from './dossiers/dossier-doors.ts';
import { fhirDoors } from './fhir/fhir-doors.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { onboardingDoors } from './onboarding/onboarding-doors.ts';
import { oauthDoors } from './oauth/oauth-doors.ts';
import { healthDoors } from './operations/health-doors.ts';
import { overseenDoors, quarantineDoors } from './quarantine/quarantine-doors.ts';

/** Every door of the gateway; what is not in this table cannot be reached. */
export function allDoors(options: GatewayOptions): readonly Door[] {
  const { flows } = options;
  return [
    ...oauthDoors(options),
    ...healthDoors(options),
    ...fhirDoors(options),
    ...dossierDoors(options),
    ...onboardingDoors(),
    ...quarantineDoors(flows),
    ...overseenDoors(flows),
    ...planDoors(flows),
    ...authorityDoors(flows),
    ...registerDoors(flows),
    ...sourceDoors(flows),
    ...policyDoors(flows),
    ...recordDoors(flows),
  ];
}
