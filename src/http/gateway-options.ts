import type { Flows } from '../flows/flows.ts';
import type { AccessTokens } from '../identity/access-token.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { RateLimits } from './rate-limits.ts';

/** Everything the doors work with. */
export interface GatewayOptions {
  readonly flows: Flows;
  readonly accessTokens: AccessTokens;
  /** Keyed one-way function of the gateway's key; per use another key. */
  readonly opaque: (use: string, ...parts: readonly string[]) => string;
  /** Public base address without trailing slash: issuer, audience, base of links. */
  readonly baseUrl: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Real time, for tokens; decisions take theirs from the store. */
  readonly now?: () => Instant;
  readonly limits?: Partial<RateLimits>;
  /** Check answers against the description too; for tests. */
  readonly checkAnswers?: boolean;
}
