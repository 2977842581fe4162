import type { DossierMoments } from '../flows/ports.ts';
import { dossierIndex } from './enrolments.ts';
import type { MasterKeys } from './master-keys.ts';

/** The moments of a delivery as the statement writes them. */
export function momentRows(master: MasterKeys, { org, asOf }: DossierMoments): readonly object[] {
  return [...asOf].map(([dossier, moment]) => ({
    org,
    dossier: dossierIndex(master, org, dossier),
    moment: Math.floor(moment),
  }));
}
