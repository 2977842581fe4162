import type { TestClient } from './gateway-driver.ts';

/** Organisation of the officer that every gateway under test is started with. */
export const OFFICER_ORGANISATION = 'org-region';

/** The first organisation and client of an empty register. */
export function bootstrapOf(officer: TestClient) {
  return {
    organisation: {
      id: OFFICER_ORGANISATION,
      name: 'Regio',
      kind: 'municipality',
      domain: 'care-welfare',
      roles: ['professional'],
    },
    client: {
      id: officer.id,
      organisations: [{ id: OFFICER_ORGANISATION, roles: ['professional'] }],
      scopes: ['policy.manage', 'audit.read'],
      jwks: officer.jwks,
    },
  };
}
