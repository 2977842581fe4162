import { linesOfFile, loadLines, type LineAt } from './line-file.ts';
import type { Parcel } from './parcel.ts';

/** Room for one request, far below what the gateway takes at most. */
export const PARCEL_BYTES = 6 * 1024 * 1024;
export const PARCEL_LINES = 500;

/** A parcel of these lines, whatever files they come from. */
export function parcelOfLines(
  name: string,
  lines: readonly LineAt[],
  rest: Pick<Parcel, 'keys' | 'mediaType'>,
): Parcel {
  const files = [...new Set(lines.map(({ file }) => file))];
  return {
    name,
    files,
    ...rest,
    load: () => loadLines(lines),
    placeOf: (place) => placeIn(lines, place, files[0] ?? ''),
  };
}

/** `line 3/name` of what was sent is a line of some file. */
function placeIn(lines: readonly LineAt[], place: string, otherwise: string) {
  const [, number, rest = ''] = /^line (\d+)(.*)$/s.exec(place) ?? [];
  const line = lines[Number(number) - 1];
  return line
    ? { file: line.file, place: `line ${line.number}${rest}` }
    : { file: otherwise, place };
}

/**
 * A file of lines in parts that one request can hold; whole when it is said to be complete, because
 * a part of a file is everything about nobody.
 */
export async function lineParcels(
  file: string,
  { mediaType, whole }: { readonly mediaType: string; readonly whole: boolean },
): Promise<readonly Parcel[]> {
  const parts: LineAt[][] = [];
  let [bytes, part] = [0, [] as LineAt[]];
  for await (const [line] of linesOfFile(file)) {
    const full = bytes + line.length > PARCEL_BYTES || part.length >= PARCEL_LINES;
    if (part.length === 0 || (full && !whole)) [bytes, part] = [0, newPart(parts)];
    part.push(line);
    bytes += line.length + 1;
  }
  const name = (i: number) => (parts.length === 1 ? file : `${file} (${i + 1} of ${parts.length})`);
  return parts.map((lines, i) => parcelOfLines(name(i), lines, { keys: undefined, mediaType }));
}

function newPart(parts: LineAt[][]): LineAt[] {
  const part: LineAt[] = [];
  parts.push(part);
  return part;
}
