/** Scopes of our own beside those of SMART. */
export const GATEWAY_SCOPES = [
  'dossier.push',
  'plan.manage',
  'authority.answer',
  'policy.manage',
  'audit.read',
  'quarantine.manage',
  'quarantine.oversee',
] as const;
export type GatewayScope = (typeof GATEWAY_SCOPES)[number];

/** Resource types that a SMART scope may name here. */
export const SCOPE_TYPES = [
  'AuditEvent',
  'Bundle',
  'CarePlan',
  'CareTeam',
  'Communication',
  'Condition',
  'EpisodeOfCare',
  'Flag',
  'Goal',
  'Group',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'Provenance',
  'RelatedPerson',
  'ServiceRequest',
  'Task',
] as const;

/** One of create, read, update, delete, search (SMART scopes v2). */
export type Action = 'c' | 'r' | 'u' | 'd' | 's';

/** What a door needs: one of our scopes, or an action on a resource type. */
export type Need = GatewayScope | { readonly type: string; readonly action: Action };

const SMART_SCOPE = /^system\/(\*|[A-Za-z]+)\.(?=.)(c?r?u?d?s?)$/;
const MAX_SCOPE_LENGTH = 2000;

/**
 * The scopes a token gets: what was asked, all of it known and registered for the client; all
 * that is registered when nothing was asked.
 * @param asked the `scope` parameter: names with single spaces between them
 * @returns undefined when one of them is unknown or not registered (`invalid_scope`)
 */
export function grantScopes(
  asked: string | undefined,
  registered: readonly string[],
): readonly string[] | undefined {
  if (asked === undefined) return registered;
  if (asked.length > MAX_SCOPE_LENGTH) return undefined;
  const names = asked.split(' ');
  if (new Set(names).size !== names.length) return undefined;
  const held = new Set(registered);
  return names.every((name) => needsOf(name)?.every((need) => permits(held, need)))
    ? names
    : undefined;
}

/** What a scope stands for; undefined for an unknown one. */
function needsOf(scope: string): readonly Need[] | undefined {
  const own = GATEWAY_SCOPES.find((known) => known === scope);
  if (own) return [own];
  const [, type, actions] = SMART_SCOPE.exec(scope) ?? [];
  if (type === undefined || actions === undefined) return undefined;
  if (type !== '*' && !SCOPE_TYPES.some((known) => known === type)) return undefined;
  return Array.from(actions, (action) => ({ type, action: action as Action }));
}

/** True when one of the scopes covers the need; `system/*` covers every type. */
export function permits(scopes: ReadonlySet<string>, need: Need): boolean {
  if (typeof need === 'string') return scopes.has(need);
  for (const scope of scopes) {
    const [, type, actions] = SMART_SCOPE.exec(scope) ?? [];
    if ((type === need.type || type === '*') && actions?.includes(need.action)) return true;
  }
  return false;
}
