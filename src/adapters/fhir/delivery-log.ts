import type { Quarantined, QuarantineCode } from '../../plan/delivery.ts';

/** What became of the places of a body that are no fact: held back with a reason, or ignorable. */
export class DeliveryLog {
  readonly quarantined: Quarantined[] = [];
  readonly ignored: string[] = [];

  /** Read and no content of the plan; a place stands for everything below it. */
  ignore(place: string): void {
    this.ignored.push(place);
  }

  holdBack(place: string, code: QuarantineCode, text: string): void {
    this.quarantined.push({ place, code, text });
  }
}
