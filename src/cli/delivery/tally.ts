import type { Outcome } from './send-parcel.ts';

/** What became of a delivery so far. */
export class Tally {
  /** Requests of an earlier run of the same delivery. */
  before = 0;
  answered = 0;
  refused = 0;
  unanswered = 0;
  accepted = 0;
  changed = 0;
  withdrawn = 0;
  leftOut = 0;
  /** Complete deliveries that could not be taken for complete. */
  notWhole = 0;
  readonly quarantined = new Map<string, number>();

  count(outcome: Outcome): void {
    this[outcome.kind] += 1;
    if (outcome.kind !== 'answered') return;
    const { accepted, quarantined, changed, withdrawn, complete } = outcome.answer;
    this.accepted += accepted.length;
    this.changed += changed;
    this.withdrawn += withdrawn;
    this.leftOut += complete?.leftOut ?? 0;
    this.notWhole += complete?.applied === false ? 1 : 0;
    for (const { code } of quarantined)
      this.quarantined.set(code, (this.quarantined.get(code) ?? 0) + 1);
  }

  get held(): number {
    return [...this.quarantined.values()].reduce((sum, count) => sum + count, 0);
  }

  get sent(): number {
    return this.before + this.answered + this.refused + this.unanswered;
  }
}
