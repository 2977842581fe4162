import type { DoorAnswer } from '../../support/gateway-driver.ts';
import type { Told } from './defects.ts';
import { finding, type Finding } from './judge.ts';
import type { Reader } from './readers.ts';

/** Anything but "taken" and a refusal of the sender is a fault of the gateway; so is silence. */
export function refusalFindings(name: string, door: DoorAnswer): readonly Finding[] {
  if (door.status >= 500) return [finding('fault', '', `${name} answered ${door.status}`)];
  if (door.status === 200 || toldBy(door).issues.length > 0) return [];
  return [finding('unexplained', '', `${name} answered ${door.status} without a reason`)];
}

/** The door that the format belongs to, then one that read it, then the refusal that goes furthest. */
export function mostTelling(
  answers: readonly (readonly [string, DoorAnswer])[],
  { format, readers }: { readonly format: string; readonly readers: readonly Reader[] },
): readonly [string, DoorAnswer] | undefined {
  const ownDoor = DOORS.find(([form]) => form.test(format))?.[1];
  const isBuiltIn = (name: string) =>
    readers.some(({ adapter, mapping }) => adapter.name === name && mapping === undefined);
  const rank = ([name, door]: readonly [string, DoorAnswer]): number =>
    (ownDoor?.test(name) ? 8 : 0) +
    (isBuiltIn(name) ? 4 : 0) +
    (door.status === 200 ? 2 : 0) +
    (toldBy(door).issues.some(({ place = '' }) => place !== '') ? 1 : 0);
  return [...answers].sort((a, b) => rank(b) - rank(a))[0];
}

/** Formats and the built-in doors whose answer about them counts. */
const DOORS: readonly (readonly [RegExp, RegExp])[] = [
  [/^FHIR STU3/, /stu3|fhir-3/],
  [/^FHIR/, /^fhir-r4$/],
  [/^iJw|^SOAP/, /^ijw/],
  [/^iWmo/, /^iwmo/],
  [/^authority/, /gezag|brp|authority/],
];

/** The reasons of a refusal. */
export function toldBy(door: DoorAnswer | undefined): Told {
  const issues = (door?.json as { issues?: Told['issues'] } | undefined)?.issues ?? [];
  return { status: door?.status ?? 0, issues };
}
