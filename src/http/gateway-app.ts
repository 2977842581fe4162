import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { GatewayError } from '../flows/gateway-error.ts';
import { TokenRefused } from '../identity/token-fault.ts';
import type { Door } from './door.ts';
import { allDoors } from './doors.ts';
import { sendError } from './errors/send-error.ts';
import { toGatewayError } from './errors/to-gateway-error.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { hearOut } from './hear-out.ts';
import { faultLine, lineOf } from './log.ts';
import type { Logger } from './log.ts';
import { openApiCheck } from './openapi-check.ts';
import { passDoor } from './pass-door.ts';
import type { Rim } from './pass-door.ts';
import { beginPassage, passageOf } from './passage.ts';
import { RATE_LIMITS, rateLimits } from './rate-limits.ts';

/**
 * The gateway as an Express application: the table of doors behind one rim that traces, bounds,
 * identifies, counts and turns every error into a document.
 */
export function gatewayApp(options: GatewayOptions): Express {
  const app = express();
  app.disable('x-powered-by').set('etag', false);
  app.enable('case sensitive routing').enable('strict routing');
  app.use(observe(options), helmet(HEADERS), neverStored);
  const rim: Rim = {
    flows: options.flows,
    accessTokens: options.accessTokens,
    now: options.now ?? Date.now,
    ...rateLimits({ ...RATE_LIMITS, ...options.limits }),
    openApi: openApiCheck({ answers: options.checkAnswers ?? false }),
  };
  mount(app, allDoors(options), rim);
  app.use(() => {
    throw new GatewayError('not-found');
  });
  app.use(answerError(options.log));
  return app;
}

const HEADERS = {
  contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
};

const neverStored: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

function observe({ log, metrics }: GatewayOptions): RequestHandler {
  return (req, res, next) => {
    beginPassage(req, res);
    res.once('close', () => {
      const line = lineOf(req, res);
      log.info(line);
      metrics.observe(line);
    });
    next();
  };
}

/** Every door under its method; any other method at the same address is 405 with `Allow`. */
function mount(app: Express, doors: readonly Door[], rim: Rim): void {
  for (const door of doors)
    app[door.method](door.path, (req: Request, res: Response) => passDoor(door, rim, { req, res }));
  for (const path of new Set(doors.map((door) => door.path))) {
    const methods = doors.filter((door) => door.path === path).map(({ method }) => method);
    app.all(path, (_req: Request, res: Response) => {
      res.set('Allow', methods.join(', ').toUpperCase());
      throw new GatewayError('method-not-allowed');
    });
  }
}

function answerError(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, req, res, next) => {
    const known = toGatewayError(error);
    const passage = passageOf(res);
    passage.code = known.code;
    if (error instanceof TokenRefused) passage.fault = error.fault;
    if (known.code === 'internal') log.error({ trace: passage.trace, ...faultLine(error) });
    if (res.headersSent) {
      res.socket?.destroy();
      return;
    }
    // Who sends too much has not looked for an answer yet.
    const heard = known.code === 'payload-too-large' ? hearOut(req) : Promise.resolve();
    req.resume();
    heard.then(() => sendError(req, res, known)).catch(next);
  };
}
