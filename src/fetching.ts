import { fhirServers } from './adapters/fhir-server/client.ts';
import { Reach, type Resolve } from './adapters/fhir-server/reach.ts';
import type { Pause } from './adapters/fhir-server/requests.ts';
import { fetchKey } from './fetch-key.ts';
import type { FetchReport } from './flows/fetch/fetch-report.ts';
import type { Fetching } from './flows/gateway.ts';
import { faultLine, type Logger } from './http/log.ts';
import { publicJwk, signFetchAssertion } from './identity/fetch-assertion.ts';

/** How sources' FHIR servers may be reached. */
export interface FetchSettings {
  /**
   * Origins that may have a private address, or be plain http, because the operator says so;
   * `loopback` = this machine.
   */
  readonly allow?: readonly string[] | undefined;
  /** Other than the system's, for tests: how names are resolved and how long a wait is. */
  readonly resolve?: Resolve | undefined;
  readonly pause?: Pause | undefined;
}

/**
 * What asking sources works with: their servers within reach, the gateway's own keys, the log.
 * @param secret content of the key file
 */
export function fetchingOf(
  secret: Uint8Array,
  log: Logger,
  { allow = [], resolve, pause }: FetchSettings = {},
): Fetching {
  return {
    servers: fhirServers({
      reach: new Reach(allow, resolve),
      sign: ({ key, ...identity }) =>
        signFetchAssertion(identity, fetchKey(secret, key), Date.now()),
      pause,
    }),
    publicKey: (name) => publicJwk(fetchKey(secret, name)),
    report: (report) => log.info(reportLine(report)),
  };
}

/** What was thrown and is not known loses its text, as everywhere in the log. */
function reportLine({ thrown, ...line }: FetchReport): object {
  return thrown === undefined ? line : { ...line, ...faultLine(thrown) };
}
