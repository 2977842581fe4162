/** A moment: milliseconds since 1970-01-01T00:00:00Z. Comparisons are made on whole seconds. */
export type Instant = number;

/** A period: `from` inclusive, `until` exclusive, null = open (DECISION 8, "periods"). */
export interface Period {
  readonly from: Instant;
  readonly until: Instant | null;
}

/** True when `now` lies in the period; second precision (DECISION 4). */
export function isWithin(period: Period, now: Instant): boolean {
  const second = wholeSecond(now);
  return (
    wholeSecond(period.from) <= second &&
    (period.until === null || second < wholeSecond(period.until))
  );
}

/** The instant cut to whole seconds, in seconds. */
export function wholeSecond(instant: Instant): number {
  return Math.floor(instant / 1000);
}
