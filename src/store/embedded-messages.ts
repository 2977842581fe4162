/** How the embedded database is started; passed to its worker thread. */
export interface EmbeddedStart {
  /** Where it lives; absent = in memory, gone with the process. */
  readonly directory?: string;
  /** A prepared cluster to start from instead of making a fresh one (2–5 s). */
  readonly image?: Uint8Array;
}

/** What the gateway's thread asks of the worker. */
export type ToWorker =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'image' }
  | { readonly kind: 'close' };

/** What the worker answers: every request is answered in turn. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'image'; readonly image: Uint8Array }
  | { readonly kind: 'closed' };
