import type { Notice, Permit } from '../decision/decision.ts';
import type { Fact } from '../plan/fact.ts';

/** What the region's register says of an organisation that may be named. */
export interface NamedOrganisation {
  readonly name: string;
}

/** Everything one release is made from. */
export interface ReleaseInput {
  readonly planId: string;
  /** Minted by the decision: a look-alike is refused. */
  readonly permit: Permit;
  /** All facts of the plan, in any order. */
  readonly facts: readonly Fact[];
  readonly members: readonly { readonly id: string }[];
  readonly notice: Notice;
  /** May the recipient know that the source of this fact is involved with its subjects? */
  readonly mayName: (fact: Fact) => boolean;
  /** Registered organisations by id. */
  readonly organisations: ReadonlyMap<string, NamedOrganisation>;
  /** Who coordinates the plan, given only when this recipient may know it. */
  readonly coordinator?: { readonly org: string; readonly role: string };
  /** Keyed hash of the parts, the same for every recipient: 26 base32 characters. */
  readonly opaque: (...parts: readonly string[]) => string;
  /** Keyed hash of the parts under this recipient's own key: 26 base32 characters. */
  readonly tag: (...parts: readonly string[]) => string;
}
