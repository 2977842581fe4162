import type { SourceFlows } from '../../src/flows/fetch/source-contract.ts';

/** A source that is fetched from, as it is registered. */
export const SOURCE = {
  organisation: 'ggz',
  base: 'https://ggz.example/fhir',
  token: { endpoint: 'https://ggz.example/token', client: 'planpoort' },
  types: [{ type: 'Goal' }],
};
const STATUS = { organisation: 'ggz', state: 'idle', next: null, run: null };

/** Flows of sources that answer the same to everything. */
export function sourceFlowsWith(
  says: (flow: string, answer: unknown) => SourceFlows['status'],
): SourceFlows {
  return {
    fetch: says('fetch', STATUS),
    status: says('status', STATUS),
    publicKeys: () => Promise.resolve({ keys: [] }),
    takeDue: () => Promise.resolve(0),
    stop: () => Promise.resolve(),
  };
}
