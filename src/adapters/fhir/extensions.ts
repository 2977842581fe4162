import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { pointer } from '../json-pointer.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { REPEATING_EXTENSIONS } from './known-extensions.ts';

type Log = Pick<DeliveryLog, 'holdBack' | 'ignore'>;

const HELD = 'extensions are not taken over: state this in an element of R4';

/** True for the members that hold extensions: `extension`, and `_name` beside a primitive. */
export const isExtending = (name: string): boolean => name === 'extension' || name.startsWith('_');

/**
 * Extensions do not pass: what they mean is not known here. Those that only take apart what stands
 * beside them are no content of their own.
 * @param holder the object that they stand in
 * @param name `extension`, or `_name`
 */
export function holdExtensions(holder: Members, name: string, at: Placed): void {
  const value = holder[name];
  const place = pointer(at.place, name);
  if (name === 'extension') holdList(value, { place, log: at.log }, true);
  else holdShadows(value, holder[name.slice(1)], { place, log: at.log });
}

/** Place of what is looked at, and where to write down what became of it. */
interface Placed {
  readonly place: string;
  readonly log: Log;
}

function holdList(extensions: unknown, { place, log }: Placed, said: boolean): void {
  if (!Array.isArray(extensions)) log.holdBack(place, 'unmapped', HELD);
  listOf(extensions).forEach((extension, i) => {
    const url = isMembers(extension) ? extension['url'] : undefined;
    const repeats = said && typeof url === 'string' && REPEATING_EXTENSIONS.has(url);
    if (repeats) log.ignore(pointer(place, i));
    else log.holdBack(pointer(place, i), 'unmapped', HELD);
  });
}

/** Ids and extensions of a primitive, or of each in a list of them. */
function holdShadows(shadow: unknown, value: unknown, { place, log }: Placed): void {
  if (Array.isArray(shadow)) {
    const values = listOf(value);
    (shadow as readonly unknown[]).forEach((each, i) =>
      holdShadows(each, values[i], { place: pointer(place, i), log }),
    );
    return;
  }
  if (!isMembers(shadow)) return;
  const said = value !== undefined && value !== null;
  for (const name of Object.keys(shadow)) {
    const at = { place: pointer(place, name), log };
    if (name === 'id') log.ignore(at.place);
    else holdList(shadow[name], at, said);
  }
}
