import { expect, test } from '@jest/globals';
import type { Response } from 'express';
import type { Receipt } from '../../src/audit/entry.ts';
import { sendOwnResource, sendReleased } from '../../src/http/send.ts';
import type { Answer } from '../../src/release/answer.ts';

/** Never run: that these lines do not compile without the comments above them is the test. */
export function leaks(res: Response, answer: Answer, receipt: Receipt): void {
  sendReleased(res, answer, receipt);
  // @ts-expect-error care content does not leave without a receipt
  sendReleased(res, answer);
  // @ts-expect-error a receipt cannot be made up
  sendReleased(res, answer, { chain: 'x', seq: 1, head: 'ab' });
  // @ts-expect-error nor left open
  sendReleased(res, answer, undefined);
  // @ts-expect-error what the gateway says of itself holds no care content
  sendOwnResource(res, 200, { resourceType: 'Patient' });
  // @ts-expect-error nor does the answer to a push
  sendOwnResource(res, 200, { resourceType: 'Bundle', type: 'searchset', entry: [] });
}

test('the lines above do not compile', () => {
  expect(leaks).toBeInstanceOf(Function);
});
