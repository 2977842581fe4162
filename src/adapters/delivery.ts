import type { MappedDelivery, Quarantined } from '../plan/delivery.ts';

export { QUARANTINE_CODES } from '../plan/delivery.ts';
export type {
  MappedDelivery,
  MappedDossier,
  MappedFact,
  Quarantined,
  QuarantineCode,
} from '../plan/delivery.ts';

/** The body as a whole cannot be read: nothing was stored. */
export interface UnreadableDelivery {
  readonly unreadable: readonly Quarantined[];
}

/** One source format. Pure: bytes were already parsed by a reader into a tree. */
export interface Adapter {
  readonly name: string;
  /** Media types it takes at the door. */
  readonly accepts: readonly string[];
  read(body: unknown): MappedDelivery | UnreadableDelivery;
}
