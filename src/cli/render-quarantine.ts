import type {
  HeldDetail,
  HeldList,
  HeldView,
  ReplayedDelivery,
  ReplayRun,
} from '../flows/quarantine/quarantine-flows.ts';

/** Control characters and changes of direction: nothing in a dossier may steer the terminal. */
const STEERING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** What is held back, by what would repair it, and then delivery by delivery. */
export function describeList({ reasons, deliveries }: HeldList): string[] {
  if (deliveries.length === 0) return ['Nothing of yours is held back.'];
  return plain([
    ...reasons.flatMap(({ code, count, deliveries: number, remedy }) => [
      `${code}: ${count} places in ${number} deliveries`,
      `  ${remedy.en}`,
      ...deliveries.filter((held) => has(held, code)).map((held) => `    ${lineOf(held)}`),
    ]),
  ]);
}

function has({ reasons }: HeldView, code: string): boolean {
  return reasons.some((reason) => reason.code === code);
}

function lineOf({ delivery, mapping, received, expires, bytes }: HeldView): string {
  const kept = `received ${received.slice(0, 16)}, kept until ${expires.slice(0, 10)}`;
  return `${delivery}  ${mapping}, ${bytes} bytes, ${kept}`;
}

/** One held delivery with its places, by reason. */
export function describeDetail(detail: HeldDetail): string[] {
  const { places, unlisted, sha256, readable, reasons } = detail;
  const digest = sha256 === undefined ? [] : [`SHA-256 of the body: ${sha256}`];
  if (!readable) return plain([lineOf(detail), 'Its key was destroyed: it can only be discarded.']);
  return plain([
    lineOf(detail),
    ...digest,
    ...reasons.flatMap(({ code, count }) => [
      `${code}: ${count}`,
      ...places
        .filter((held) => held.code === code)
        .map(({ place, text }) => `  ${place || '/'}  ${text}`),
    ]),
    ...(unlisted > 0 ? [`and ${unlisted} more places`] : []),
  ]);
}

/** What became of each delivery that was read again, and how many were repaired. */
export function describeRun({ dryRun, deliveries }: Omit<ReplayRun, 'next'>): string[] {
  const would = dryRun ? 'would be ' : '';
  const count = (outcome: ReplayedDelivery['outcome']) =>
    deliveries.filter((each) => each.outcome === outcome).length;
  return plain([
    ...(dryRun ? ['Nothing was stored (rehearsal).'] : []),
    ...deliveries.map(({ delivery, mapping, outcome, accepted, quarantined, superseded }) => {
      const later = superseded > 0 ? `, ${superseded} places said otherwise since` : '';
      return `  ${delivery}  ${outcome}: ${accepted} facts, ${quarantined} held back${later} (${mapping})`;
    }),
    `${count('repaired')} of ${deliveries.length} deliveries ${would}repaired, ${count('partly')} in part`,
  ]);
}

function plain(lines: readonly string[]): string[] {
  return lines.map((line) => line.replaceAll(STEERING, '?'));
}
