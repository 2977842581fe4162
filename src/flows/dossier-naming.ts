import type { MappedDelivery } from '../plan/delivery.ts';
import { opaqueDossier } from '../plan/settle.ts';
import { Turns } from './in-turns.ts';
import type { Naming } from './quarantine/spoken.ts';

/** Names hashed between two looks at the clock. */
const NAMES_AT_ONCE = 64;

/**
 * The same naming, for one delivery: the names of its dossiers, of which there may be many thousands
 * and which are asked for again and again, are worked out beforehand, between the turns of others.
 */
export async function dossierNaming(
  { source, opaque }: Naming,
  { dossiers, withdrawn }: MappedDelivery,
): Promise<Naming> {
  const known = new Map<string, string>();
  const turns = new Turns();
  for (const own of [...dossiers.map(({ key }) => key), ...withdrawn]) {
    if (!known.has(own)) known.set(own, opaqueDossier(source, own, opaque));
    if (known.size % NAMES_AT_ONCE === 0 && turns.isOver()) await turns.next();
  }
  const remembered: Naming['opaque'] = (...parts) => {
    const [kind, org, own = ''] = parts;
    const name = kind === 'dossier' && org === source ? known.get(own) : undefined;
    return name ?? opaque(...parts);
  };
  return { source, opaque: remembered };
}
