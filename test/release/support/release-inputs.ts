import { createHmac } from 'node:crypto';
import type { Notice } from '../../../src/decision/decision.ts';
import { mintPermit } from '../../../src/decision/permit-mint.ts';
import type { Fact } from '../../../src/plan/fact.ts';
import type { ReleaseInput } from '../../../src/release/release-input.ts';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** A keyed hash as the gateway injects it: 26 base32 characters. */
export function keyed(key: string): (...parts: readonly string[]) => string {
  return (...parts) => {
    const digest = createHmac('sha256', key).update(JSON.stringify(parts)).digest();
    return Array.from(digest.subarray(0, 26), (byte) => BASE32[byte & 31]).join('');
  };
}

/** A permit for these facts, minted as the decision does. */
export function permitFor(ids: Iterable<string>) {
  const question = { organisation: 'org-asks', act: 'read', now: Date.UTC(2026, 10, 3) };
  return mintPermit(question, 'policy-1', new Set(ids));
}

export const NOTICE: Notice = new Map([
  ['domain.addiction', 'client-may-allow'],
  ['notes.free-text', 'not-for-this-purpose'],
]);

export const ORGANISATIONS = new Map(
  ['org-team', 'org-ggz', 'org-school', 'org-schuld'].map((id) => [id, { name: `Naam ${id}` }]),
);

const opaque = keyed('plan key');
const tag = keyed('recipient key');

/** The input of a release of `permitted` out of `facts`; sources in `named` may be named. */
export function inputOf(
  facts: readonly Fact[],
  permitted: Iterable<string>,
  named: readonly string[] = ['org-team', 'org-school'],
): ReleaseInput {
  return {
    planId: 'plan1',
    permit: permitFor(permitted),
    facts,
    members: [{ id: 'daan' }, { id: 'samira' }, { id: 'noor' }],
    notice: NOTICE,
    mayName: ({ source }) => named.includes(source),
    organisations: ORGANISATIONS,
    opaque,
    tag,
  };
}
