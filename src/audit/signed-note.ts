import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** A named Ed25519 public key that is trusted to sign notes. */
export interface NoteVerifier {
  readonly name: string;
  readonly key: KeyObject;
}

/** A named Ed25519 private key. */
export interface NoteSigner {
  readonly name: string;
  readonly key: KeyObject;
}

const ED25519_NOTE = 1;

/**
 * Signs a text as a note (C2SP signed-note): the text, an empty line, and a signature line.
 * @param text ends with a line feed
 * @throws RangeError when the text or the name cannot stand in a note
 */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n') || text.includes('\n\n')) throw new RangeError('not the text of a note');
  if (!/^[^\s+]+$/u.test(signer.name)) throw new RangeError('not the name of a note key');
  const id = keyId({ name: signer.name, key: createPublicKey(signer.key) });
  const signature = sign(null, Buffer.from(text, 'utf8'), signer.key);
  return `${text}\n— ${signer.name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/**
 * The text of a note when this key signed it, else undefined. Signatures by other keys are passed
 * over, as the format asks; a wrong signature under this key's own id refuses the note.
 */
export function openNote(note: string, verifier: NoteVerifier): string | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > 16) return undefined;
  const id = keyId(verifier);
  const own = lines.flatMap((line) => ownSignature(line, verifier.name, id));
  const signed = own.some((signature) =>
    verify(null, Buffer.from(text, 'utf8'), verifier.key, signature),
  );
  return own.length === 1 && signed ? text : undefined;
}

function ownSignature(line: string, name: string, id: Buffer): readonly Buffer[] {
  const match = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line);
  if (match?.[1] !== name) return [];
  const bytes = Buffer.from(match[2] ?? '', 'base64');
  return bytes.subarray(0, 4).equals(id) ? [bytes.subarray(4)] : [];
}

/** First four bytes of SHA-256(name || 0x0A || 0x01 || public key). */
function keyId({ name, key }: NoteVerifier): Buffer {
  return createHash('sha256')
    .update(name, 'utf8')
    .update(Buffer.of(0x0a, ED25519_NOTE))
    .update(rawPublicKey(key))
    .digest()
    .subarray(0, 4);
}

function rawPublicKey(key: KeyObject): Buffer {
  const { x } = key.export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519' || x === undefined) {
    throw new RangeError('notes are signed with Ed25519');
  }
  return Buffer.from(x, 'base64url');
}
