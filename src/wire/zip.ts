import { crc32, inflateRawSync } from 'node:zlib';

/** Why an archive is not read. */
export type ZipIssue = 'no-zip' | 'not-one-file' | 'not-readable' | 'too-large';

export type StrictZip =
  | { readonly ok: true; readonly content: Uint8Array }
  | { readonly ok: false; readonly issue: ZipIssue };

const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** An archive may end with a comment of so many bytes. */
const MAX_COMMENT = 0xffff;

/**
 * Reads the one file that a ZIP archive holds. Strict: a single entry, stored or deflated, not
 * encrypted, not split, its size and CRC as the directory says. Never makes more than `maxBytes`,
 * whatever the archive promises.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function readSingleZip(bytes: Uint8Array, maxBytes: number): StrictZip {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(archive);
  if (end === undefined) return refused('no-zip');
  if (archive.readUInt16LE(end + 8) !== 1 || archive.readUInt16LE(end + 10) !== 1)
    return refused('not-one-file');
  const entry = readEntry(archive, archive.readUInt32LE(end + 16));
  if (!entry) return refused('not-readable');
  if (entry.size > maxBytes) return refused('too-large');
  const packed = packedBytes(archive, entry);
  const content = packed && unpack(packed, entry);
  return content ? { ok: true, content } : refused('not-readable');
}

const refused = (issue: ZipIssue): StrictZip => ({ ok: false, issue });

/** The last record of an archive, searched from the back. */
function findEnd(archive: Buffer): number | undefined {
  const first = Math.max(0, archive.length - END_BYTES - MAX_COMMENT);
  for (let at = archive.length - END_BYTES; at >= first; at -= 1)
    if (archive.readUInt32LE(at) === END) {
      const comment = archive.readUInt16LE(at + 20);
      return at + END_BYTES + comment === archive.length ? at : undefined;
    }
  return undefined;
}

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its own header stands. */
  readonly at: number;
}

const ENCRYPTED = 0x1;

function readEntry(archive: Buffer, at: number): Entry | undefined {
  if (at + ENTRY_BYTES > archive.length || archive.readUInt32LE(at) !== ENTRY) return undefined;
  if (archive.readUInt16LE(at + 8) & ENCRYPTED) return undefined;
  return {
    method: archive.readUInt16LE(at + 10),
    crc: archive.readUInt32LE(at + 16),
    packedSize: archive.readUInt32LE(at + 20),
    size: archive.readUInt32LE(at + 24),
    at: archive.readUInt32LE(at + 42),
  };
}

function packedBytes(archive: Buffer, { at, packedSize }: Entry): Buffer | undefined {
  if (at + LOCAL_BYTES > archive.length || archive.readUInt32LE(at) !== LOCAL) return undefined;
  const begin = at + LOCAL_BYTES + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  const end = begin + packedSize;
  return end <= archive.length ? archive.subarray(begin, end) : undefined;
}

function unpack(packed: Buffer, { method, size, crc }: Entry): Uint8Array | undefined {
  const content =
    method === STORED ? packed : method === DEFLATED ? inflate(packed, size) : undefined;
  return content?.length === size && crc32(content) === crc ? content : undefined;
}

/** Stops at the size that the directory promises. */
function inflate(packed: Buffer, size: number): Buffer | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined;
  }
}
