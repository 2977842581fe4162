import { leafHash, merkleRoot } from './merkle.ts';
import { openNote, signNote, type NoteSigner, type NoteVerifier } from './signed-note.ts';

/** One chain with its length and its head (hex). */
export interface ChainHead {
  readonly chain: string;
  readonly seq: number;
  readonly head: string;
}

/**
 * What stands where every chain stood at one moment. `heads` is what the root was computed over;
 * whoever keeps both can later name the chain that was cut or rewritten.
 */
export interface Checkpoint {
  /** Signed note: origin, number of chains, root in base64, instant. */
  readonly note: string;
  readonly heads: readonly ChainHead[];
}

const ORIGIN = 'planpoort/chains';

/**
 * Signs the state of all chains: the Merkle root (RFC 6962) over `chain seq head`, sorted by chain.
 * @param instant ISO 8601, for people; it proves nothing
 */
export function makeCheckpoint(
  heads: readonly ChainHead[],
  instant: string,
  signer: NoteSigner,
): Checkpoint {
  const sorted = sortHeads(heads);
  const text = `${ORIGIN}\n${String(sorted.length)}\n${rootOf(sorted)}\ninstant ${instant}\n`;
  return { note: signNote(text, signer), heads: sorted };
}

/**
 * True when the note carries this key's signature and its root is the root of these heads.
 */
export function isGenuine(checkpoint: Checkpoint, verifier: NoteVerifier): boolean {
  const lines = openNote(checkpoint.note, verifier)?.split('\n');
  if (lines?.length !== 5 || lines[0] !== ORIGIN) return false;
  const heads = sortHeads(checkpoint.heads);
  const distinct = new Set(heads.map(({ chain }) => chain)).size === heads.length;
  return distinct && lines[1] === String(heads.length) && lines[2] === rootOf(heads);
}

/** One text file: the note, an empty line, and one line per chain. */
export function formatCheckpoint({ note, heads }: Checkpoint): string {
  return `${note}\n${heads.map(headLine).join('')}`;
}

/**
 * Reads what `formatCheckpoint` wrote. Nothing is believed yet: see `isGenuine`.
 * @throws SyntaxError when the text is no checkpoint
 */
export function parseCheckpoint(text: string): Checkpoint {
  const end = text.indexOf('\n\n', text.indexOf('\n— '));
  if (end < 0) throw new SyntaxError('not a checkpoint');
  const lines = text.slice(end + 2).split('\n');
  if (lines.pop() !== '') throw new SyntaxError('the checkpoint is cut off');
  return { note: text.slice(0, end + 1), heads: lines.map(parseHeadLine) };
}

function parseHeadLine(line: string): ChainHead {
  const match = /^([0-9]{1,15}) ([0-9a-f]{64}) (.+)$/u.exec(line);
  if (!match?.[1] || !match[2] || !match[3]) throw new SyntaxError('not a line of a checkpoint');
  return { chain: match[3], seq: Number(match[1]), head: match[2] };
}

function headLine({ chain, seq, head }: ChainHead): string {
  return `${String(seq)} ${head} ${chain}\n`;
}

function rootOf(sorted: readonly ChainHead[]): string {
  return merkleRoot(sorted.map((head) => leafHash(headLine(head)))).toString('base64');
}

function sortHeads(heads: readonly ChainHead[]): readonly ChainHead[] {
  return [...heads].sort((a, b) => (a.chain < b.chain ? -1 : 1));
}
