import type { SourceFlows } from './source-contract.ts';

const LOOK_EVERY_MS = 15_000;

/**
 * Looks every so often whether a source is due, until it is stopped. Any number of processes may
 * look: the store gives each source to one of them.
 * @returns ends it, when what runs has come to a place where another process can go on
 */
export function keepFetching(
  { takeDue, stop }: Pick<SourceFlows, 'takeDue' | 'stop'>,
  lookEveryMs = LOOK_EVERY_MS,
): { stop(): Promise<void> } {
  let looking: Promise<unknown> | undefined;
  const look = () => {
    // A store that does not answer now is asked again at the next look.
    looking ??= takeDue()
      .catch(() => undefined)
      .finally(() => (looking = undefined));
  };
  const timer = setInterval(look, lookEveryMs).unref();
  look();
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
      await stop();
    },
  };
}
