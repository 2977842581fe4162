import type { AuthorityDoubt } from '../../vocabulary/authority-doubts.ts';

/** Someone said to hold authority; without number and name it is not said who. */
export interface StatedHolder {
  readonly bsn?: string;
  readonly name?: string;
}

/** What one answer says of the authority over one minor. */
export interface StatedAuthority {
  /** JSON pointer of what was said. */
  readonly place: string;
  /** BSN of the minor, nine digits. */
  readonly minor: string;
  readonly kind: 'gezag' | 'voogdij';
  /** Everyone who holds it; none and no doubt: nobody does for now. */
  readonly holders: readonly StatedHolder[];
  /** Why it is left open; empty when it is settled. */
  readonly doubts: readonly AuthorityDoubt[];
}

/** Something of an answer that is about nobody who can be found. */
export interface UnreadableAuthority {
  readonly place: string;
  readonly text: string;
}

export interface AuthorityAnswer {
  /** One per minor. */
  readonly stated: readonly StatedAuthority[];
  readonly unreadable: readonly UnreadableAuthority[];
}
