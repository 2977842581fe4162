import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import type { RequestHandler } from 'express';
import { middleware } from 'express-openapi-validator';

/** The description of every door that is not FHIR, beside package.json. */
export const OPENAPI_FILE = fileURLToPath(new URL('../../../openapi.yaml', import.meta.url));

/** Reading the description takes most of a second and gives the same check every time. */
const made = new Map<boolean, RequestHandler>();

/**
 * Checks requests against `openapi.yaml`.
 * @param options `answers: true` checks what is answered too (in tests: a wrong answer becomes 500)
 */
export function openApiCheck({ answers }: { answers: boolean }): RequestHandler {
  const check = made.get(answers) ?? readDescription(answers);
  made.set(answers, check);
  return check;
}

function readDescription(answers: boolean): RequestHandler {
  const steps = middleware({
    apiSpec: OPENAPI_FILE,
    validateRequests: true,
    validateResponses: answers,
    validateSecurity: false,
    fileUploader: false,
  });
  return Router().use(steps);
}
