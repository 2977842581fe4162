import type { MessagePort } from 'node:worker_threads';
import type { AdapterRecipe, MappedDelivery, MappedFact } from '../adapters/delivery.ts';
import type { ErrorCode, Issue } from '../flows/gateway-error.ts';

/** One body to be read in a thread. */
export interface ReadingJob {
  readonly recipe: AdapterRecipe;
  /** As the doors pass it on: lower case, of its parameters only `; fhirVersion=…`. */
  readonly mediaType: string;
  readonly body: Uint8Array;
}

/** What a thread is asked: a job, and where the delivery goes in parts. */
export interface ToThread extends ReadingJob {
  readonly parts: MessagePort;
}

/** How one job ended; the parts of the delivery were all sent before `done`. */
export type FromThread =
  | { readonly kind: 'done' }
  /** The body was refused, in the words of a `GatewayError`. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly issues: readonly Issue[] }
  /** A fault of ours: where it was thrown, nothing of what was being read. */
  | { readonly kind: 'failed'; readonly frames: readonly string[] };

/** Members of a delivery that are lists. */
export const LISTS = ['withdrawn', 'quarantined', 'ignored', 'about', 'held'] as const;
/** Members of a delivery that are maps. */
export const MAPS = ['aliases', 'asOf'] as const;

export type ListName = (typeof LISTS)[number];
export type MapName = (typeof MAPS)[number];

/** A dossier, or the facts of it that still fitted into this part. */
export interface DossierPart {
  readonly key: string;
  readonly shared?: true;
  readonly facts: readonly MappedFact[];
  /** These facts belong to the dossier that the part before ended with. */
  readonly goesOn: boolean;
}

/** A delivery in pieces of plain data, each small enough to be taken over in one go. */
export type DeliveryPart =
  | {
      readonly kind: 'head';
      readonly plain: Pick<MappedDelivery, 'mapping' | 'astray'>;
      /** Lists and maps that the delivery has, be they empty. */
      readonly present: readonly (ListName | MapName)[];
    }
  | { readonly kind: 'list'; readonly name: ListName; readonly items: readonly unknown[] }
  | { readonly kind: 'map'; readonly name: MapName; readonly entries: readonly unknown[] }
  | { readonly kind: 'dossiers'; readonly dossiers: readonly DossierPart[] };
