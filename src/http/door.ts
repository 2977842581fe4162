import type { Response } from 'express';
import type { Call } from '../flows/requester.ts';
import type { Need } from '../identity/scopes.ts';

/** How a door speaks: FHIR resources, problem documents and plain JSON, or OAuth's own errors. */
export type Dialect = 'fhir' | 'json' | 'oauth';

/** What a door takes as body; a door without one reads none. */
export interface BodyRule {
  readonly mediaTypes: readonly string[];
  readonly maxBytes: number;
  /** How it is read: parsed here, or left as bytes to a reader behind the door. */
  readonly as: 'json' | 'form' | 'text' | 'bytes';
}

/** A body as its door's rule says; the others of `json`, `form` and `text` are absent. */
export interface Body {
  /** Without parameters. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly json?: unknown;
  readonly form?: URLSearchParams;
  readonly text?: string;
}

/** What stands in the capability statement about a FHIR door. */
export interface FhirInteraction {
  readonly code: 'read' | 'search-type' | 'create' | 'update' | 'transaction' | 'operation';
  /** The resource types it serves; absent for the whole system. */
  readonly types?: readonly string[];
  /** Name of the operation, without the dollar sign. */
  readonly operation?: string;
}

/** A request that came through the rim: parsed, bounded, not yet believed. */
export interface Exchange {
  /** W3C trace id of the request. */
  readonly trace: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Absent when the door takes none. */
  readonly body?: Body;
  /** One value of a header; undefined when absent or given more than once. */
  readonly header: (name: string) => string | undefined;
  readonly res: Response;
}

/** An exchange of a caller whose token was checked and covers the door. */
export interface CallerExchange extends Exchange {
  readonly call: Call;
}

interface DoorBase {
  /** For logs and metrics: stands in for the address. */
  readonly name: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Express 5 path. */
  readonly path: string;
  readonly dialect: Dialect;
  readonly body?: BodyRule;
  readonly fhir?: FhirInteraction;
  /** Media types of its answers, where they are not documents in JSON. */
  readonly sends?: readonly string[];
}

/** Open to anyone: discovery, health, the token endpoint. */
export interface OpenDoor extends DoorBase {
  readonly needs: 'nothing';
  readonly handle: (exchange: Exchange) => Promise<void> | void;
}

/** Open to callers whose token carries what it needs. */
export interface GuardedDoor extends DoorBase {
  /** The scope, where it depends on the address worked out from it. */
  readonly needs: Need | ((params: Exchange['params']) => Need);
  /**
   * The flow behind it checks the caller again in the register that it reads with the plan, so the
   * rim need not ask the store.
   */
  readonly checksCaller?: true;
  readonly handle: (exchange: CallerExchange) => Promise<void> | void;
}

export type Door = OpenDoor | GuardedDoor;

const MEBIBYTE = 1024 * 1024;
/** Largest body of a door that says nothing else. */
export const DEFAULT_BYTES = MEBIBYTE;
/** A FHIR Bundle. */
export const BUNDLE_BYTES = 16 * MEBIBYTE;
/** An export of a source system (a message of the Dutch standards may have 25 MB). */
export const DOSSIER_BYTES = 25 * MEBIBYTE;

export const JSON_BODY: BodyRule = {
  mediaTypes: ['application/json'],
  maxBytes: DEFAULT_BYTES,
  as: 'json',
};
export const FORM_BODY: BodyRule = {
  mediaTypes: ['application/x-www-form-urlencoded'],
  maxBytes: 64 * 1024,
  as: 'form',
};
