/** Where a field is looked for: some items up (or from the body), then by name. */
export interface FieldPath {
  /** Items to go up; Infinity = the body as a whole. */
  readonly up: number;
  readonly names: readonly string[];
  /** Number of a name → which of the entries there is meant. */
  readonly picks?: ReadonlyMap<number, Pick>;
}

/** The entries of which the field `by` has the value `is`. */
export interface Pick {
  /** Names, with `/` between them. */
  readonly by: string;
  readonly is: string;
}

/** Every member of an object, every entry of a list. */
export const EVERY = '*';
/** The name of the member in which an item stands. */
export const MEMBER_NAME = '#key';

/**
 * Parses `naam/voornaam` (in this item), `^/clientId` (in the item around it), `/gezin/nummer` (in
 * the body) and `.` (the item itself). `veld[@naam=bsn]/@waarde` picks the entry of which a field
 * has a value, `leden/*` is every member, `#key` the name of the member that the item is, a number
 * an entry of a list. `~1` stands for `/` in a name or value, `~2` for `[` and `~0` for `~`.
 * @returns undefined when it is none of these
 */
export function parseFieldPath(text: string): FieldPath | undefined {
  if (text === '.') return { up: 0, names: [] };
  if (text === '/') return { up: Infinity, names: [] };
  const parts = /^(\^+(?:\/|$)|\/|)(.*)$/s.exec(text);
  if (!parts) return undefined;
  const [, start = '', rest = ''] = parts;
  const pieces = rest === '' && start.startsWith('^') ? [] : piecesOf(rest);
  if (pieces.includes('') || rest.startsWith('^')) return undefined;
  const up = start === '/' ? Infinity : start.replace('/', '').length;
  const steps = pieces.map(stepOf);
  const picks = steps.flatMap(({ pick }, i) => (pick ? [[i, pick] as const] : []));
  const path = { up, names: steps.map(({ name }) => name) };
  return picks.length === 0 ? path : { ...path, picks: new Map(picks) };
}

/** True when a path may lead to several places, each of which counts. */
export function isSeveral({ names }: FieldPath): boolean {
  return names.includes(EVERY);
}

/** Split at `/`, but not between the brackets that pick an entry. */
function piecesOf(rest: string): readonly string[] {
  const pieces: string[] = [];
  let [start, at] = [0, 0];
  while (at < rest.length) {
    if (rest.charAt(at) === '/') {
      pieces.push(rest.slice(start, at));
      start = at + 1;
    }
    at += rest.charAt(at) === '[' ? pickLength(rest.slice(at)) : 1;
  }
  return [...pieces, rest.slice(start)];
}

/** How long the pick is that a text begins with; 1 when it is an ordinary bracket. */
function pickLength(text: string): number {
  return /^\[[^\][=]+=[^\][]*\](?=\/|$)/.exec(text)?.[0].length ?? 1;
}

const PICK = /^([^[]+)\[([^\][=]+)=([^\][]*)\]$/;

function stepOf(piece: string): { readonly name: string; readonly pick?: Pick } {
  const parts = PICK.exec(piece);
  if (!parts) return { name: plain(piece) };
  const [, name = '', by = '', is = ''] = parts;
  return { name: plain(name), pick: { by: by.split('/').map(plain).join('/'), is: plain(is) } };
}

function plain(text: string): string {
  return text.replaceAll('~1', '/').replaceAll('~2', '[').replaceAll('~0', '~');
}
