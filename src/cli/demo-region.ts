import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** What the demo command plays: who there is, what they administer and what they push. */
const demoDocument = z.strictObject({
  name: z.string(),
  /** Administration file with organisations, purposes and mappings. */
  register: z.string(),
  policy: z.string(),
  /** Client registrations; keys are made at the first start and never leave the machine. */
  clients: z.array(z.looseObject({ id, organisations: z.array(z.looseObject({ id })) })),
  /** People behind a client, each with a credentials file. */
  actors: z.array(
    z.strictObject({
      name: id,
      client: id,
      organisation: id,
      person: z.string(),
      role: z.string(),
      purpose: z.string(),
    }),
  ),
  author: id,
  approver: id,
  coordinator: id,
  plans: z.array(z.string()),
  pushes: z.array(z.strictObject({ as: id, adapter: z.string(), file: z.string() })),
});
export type DemoRegion = z.infer<typeof demoDocument> & {
  /** Path of a file of the region. */
  path(file: string): string;
};

/** The demo region that comes with the product. */
export const DEMO_FOLDER = fileURLToPath(new URL('../../../examples/demo-region', import.meta.url));

/** @throws when the region's own files are not what this version expects */
export async function readDemoRegion(folder: string = DEMO_FOLDER): Promise<DemoRegion> {
  const path = (file: string) => resolve(folder, file);
  const text = await readFile(path('demo.json'), 'utf8');
  return { ...demoDocument.parse(JSON.parse(text)), path };
}
