import { describe, expect, test } from '@jest/globals';
import { PLAN_RESOURCE_TYPES } from '../../src/plan/fact.ts';
import { SCOPE_TYPES, grantScopes, permits } from '../../src/identity/scopes.ts';

const registered = ['system/CarePlan.rs', 'system/*.r', 'dossier.push'];

describe('scopes', () => {
  test('nothing asked gives everything registered', () => {
    expect(grantScopes(undefined, registered)).toEqual(registered);
  });
  test.each([
    'system/CarePlan.rs',
    'system/CarePlan.s',
    'system/Goal.r dossier.push',
    'system/*.r',
  ])('granted: %s', (asked) => expect(grantScopes(asked, registered)).toEqual(asked.split(' ')));
  test.each([
    '',
    'openid',
    'system/CarePlan.rsu',
    'system/CarePlan.sr',
    'system/CarePlan.',
    'system/CarePlan.read',
    'system/Spaceship.r',
    'system/*.rs',
    'user/CarePlan.r',
    'audit.read',
    'dossier.push dossier.push',
    'dossier.push  system/*.r',
    'x'.repeat(3000),
  ])('invalid: %s', (asked) => expect(grantScopes(asked, registered)).toBeUndefined());

  test('a scope covers its own type and actions only', () => {
    const held = new Set(['system/CarePlan.rs', 'plan.manage']);
    expect(permits(held, { type: 'CarePlan', action: 's' })).toBe(true);
    expect(permits(held, { type: 'CarePlan', action: 'u' })).toBe(false);
    expect(permits(held, { type: 'Goal', action: 'r' })).toBe(false);
    expect(permits(new Set(['system/*.r']), { type: 'Goal', action: 'r' })).toBe(true);
    expect(permits(held, 'plan.manage')).toBe(true);
    expect(permits(held, 'policy.manage')).toBe(false);
  });

  test('every type of the plan can be named in a scope', () => {
    expect(SCOPE_TYPES).toEqual(expect.arrayContaining([...PLAN_RESOURCE_TYPES]));
  });
});
