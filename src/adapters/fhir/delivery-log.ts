import type { Quarantined, QuarantineCode } from '../../plan/delivery.ts';

/** What became of the places of a body that are no fact: held back with a reason, or ignorable. */
export class DeliveryLog {
  readonly quarantined: Quarantined[] = [];
  readonly ignored: string[] = [];
  /** Resources (`Type/id`) of which nothing was taken over. */
  readonly held: string[] = [];
  /** A resource was held back that has no key to be known by. */
  astray = false;

  /** Read and no content of the plan; a place stands for everything below it. */
  ignore(place: string): void {
    this.ignored.push(place);
  }

  holdBack(place: string, code: QuarantineCode, text: string): void {
    this.quarantined.push({ place, code, text });
  }

  /** Holds back what cannot be known again: which resource it was, or is, nobody can tell. */
  lose(place: string, text: string): void {
    this.holdBack(place, 'invalid-resource', text);
    this.astray = true;
  }
}
