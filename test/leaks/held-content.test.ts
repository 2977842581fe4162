import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { HeldContent } from '../../src/flows/quarantine/held-content.ts';
import type { HeldDelivery } from '../../src/flows/quarantine/held-delivery.ts';
import type { Fact } from '../../src/plan/fact.ts';
import { everythingBundle } from '../../src/release/bundles.ts';
import type { ReleaseInput } from '../../src/release/release-input.ts';
import { inputOf } from '../release/support/release-inputs.ts';

const CANARY = 'Kanarie-40918';
const content = new HeldContent(Buffer.from(`{"naam":"${CANARY}"}`));

/** Lines that must not compile: each directive below is an error when its line does. */
export function mustNotCompile(held: HeldDelivery): unknown[] {
  // @ts-expect-error -- what was held back is no fact
  const fact: Fact = content;
  // @ts-expect-error -- a release is made of facts, not of what was held back
  const input: ReleaseInput = { ...inputOf([], []), facts: [content] };
  return [
    fact,
    input,
    // @ts-expect-error -- a Bundle is made of a released view
    () => everythingBundle(held, ''),
    // @ts-expect-error -- nobody reads the bytes by a name
    content.body,
    // @ts-expect-error -- nor are they bytes
    Buffer.from(content),
  ];
}

test.each([
  ['as text', () => `${String(content)} ${content.toString()}`],
  ['as JSON', () => JSON.stringify({ content, list: [content] })],
  ['inspected', () => inspect({ content }, { depth: 9, showHidden: true })],
  ['copied', () => JSON.stringify([Object.assign({}, content), Object.entries(content)])],
  ['thrown', () => inspect(new Error('x', { cause: content }), { depth: 9 })],
])('held content shows nothing %s', (_, show) => {
  expect(show()).not.toContain(CANARY);
});

test('and is there all the same', () => {
  expect(Buffer.from(HeldContent.bytesOf(content)).toString()).toContain(CANARY);
});
