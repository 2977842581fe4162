import type { Json } from '../../plan/fact.ts';
import type { Reading, Scope } from './scope.ts';

/** What one run of a value needs besides the item. */
export interface ValueContext {
  readonly scope: Scope;
  readonly reading: Reading;
  /** Whom the fact is about. */
  readonly subjects: readonly string[];
  /** The dossier the fact belongs to. */
  readonly dossier: string;
}

/** Makes a value, or nothing when the source has none. */
export interface Value {
  readonly make: (context: ValueContext) => Json | undefined;
  /** `source`: from a field; `steer`: a reference; `constant`: always there. */
  readonly origin: 'source' | 'steer' | 'constant';
}

export const NOTHING: Value = { make: () => undefined, origin: 'constant' };
