import type { z } from 'zod';
import { GatewayError } from './gateway-error.ts';

/**
 * Parses an unchecked body into its document.
 * @throws GatewayError `unprocessable` with the place (JSON pointer) and what is expected there;
 *   never with the value that was sent
 */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body, { reportInput: false });
  if (parsed.success) return parsed.data;
  throw new GatewayError(
    'unprocessable',
    parsed.error.issues.map((issue) => ({
      place: `/${issue.path.map(String).join('/')}`,
      text: issue.message,
    })),
  );
}
