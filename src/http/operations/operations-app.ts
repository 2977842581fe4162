import express from 'express';
import type { Express } from 'express';
import type { Metrics } from '../metrics.ts';

/**
 * Metrics, on a listener of its own: whoever may read the plan of a household has no business
 * with how busy the gateway is, and the other way round.
 */
export function operationsApp(metrics: Metrics): Express {
  const app = express();
  app.disable('x-powered-by').set('etag', false);
  app.get('/metrics', async (_req, res) => {
    res
      .set('Cache-Control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text());
  });
  app.use((_req, res) => {
    res.status(404).end();
  });
  return app;
}
