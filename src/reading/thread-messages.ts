import type { MessagePort } from 'node:worker_threads';
import type { AdapterRecipe, MappedFact } from '../adapters/delivery.ts';
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
  /** Most heap in use while it is read, mebibytes. */
  readonly mebibytes: number;
}

/** How one job ended; the parts of the delivery were all sent before `done`. */
export type FromThread =
  | { readonly kind: 'done' }
  /** The body was refused, in the words of a `GatewayError`. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly issues: readonly Issue[] }
  /** It would have taken more memory than it may. */
  | { readonly kind: 'too-much' }
  /** A fault of ours: where it was thrown, nothing of what was being read. */
  | { readonly kind: 'failed'; readonly frames: readonly string[] };

/** A dossier, or the facts of it that still fitted into this part. */
export interface DossierPart {
  readonly key: string;
  readonly shared?: true;
  readonly facts: readonly MappedFact[];
  /** These facts belong to the dossier that the part before ended with. */
  readonly goesOn: boolean;
}

/**
 * A delivery in pieces of plain data, each small enough to be taken over in one go: the members of
 * a delivery by name, whatever they are called.
 */
export type DeliveryPart =
  | { readonly kind: 'plain'; readonly name: string; readonly value: unknown }
  /** The next items of a list; the first part of it may have none. */
  | { readonly kind: 'list'; readonly name: string; readonly items: readonly unknown[] }
  | {
      readonly kind: 'map';
      readonly name: string;
      readonly entries: readonly (readonly [unknown, unknown])[];
    }
  | { readonly kind: 'dossiers'; readonly dossiers: readonly DossierPart[] };
