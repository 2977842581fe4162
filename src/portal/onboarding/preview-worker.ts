import { answer } from './answer.ts';
import type { Answered, Asked } from './worker-messages.ts';

/** The thread beside the page: what is asked there is worked out here, so that the page stays free. */
interface Beside {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: Answered): void;
}
declare const self: Beside;

self.onmessage = ({ data }) => {
  // The page of this very gateway is the only one that can start and ask this script.
  self.postMessage(answer(data as Asked));
};
