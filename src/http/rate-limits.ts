import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Request, RequestHandler, Response } from 'express';
import { GatewayError } from '../flows/gateway-error.ts';
import { passageOf } from './passage.ts';

/** Requests a minute; far above what a system that works needs, and below what hurts. */
export interface RateLimits {
  /** Per address: the token endpoint, before anyone has proven anything. */
  readonly tokensPerMinute: number;
  /** Per client: all other doors together. */
  readonly callsPerMinute: number;
}

export const RATE_LIMITS: RateLimits = { tokensPerMinute: 6_000, callsPerMinute: 60_000 };

/** Counts per node; a caller learns of it by 429 only, never by a header that counts. */
export function rateLimits(limits: RateLimits): {
  byAddress: RequestHandler;
  byClient: RequestHandler;
} {
  return {
    byAddress: limiter(limits.tokensPerMinute, (req) => ipKeyGenerator(req.ip ?? '')),
    byClient: limiter(limits.callsPerMinute, (_, res) => passageOf(res).client ?? ''),
  };
}

function limiter(
  limit: number,
  keyGenerator: (req: Request, res: Response) => string,
): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    keyGenerator,
    legacyHeaders: false,
    standardHeaders: false,
    handler: (_req, _res, next) => next(new GatewayError('too-many-requests')),
  });
}
