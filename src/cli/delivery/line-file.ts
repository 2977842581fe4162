import { open } from 'node:fs/promises';

/** Where one line stands. */
export interface LineAt {
  readonly file: string;
  /** From 1, blank lines included. */
  readonly number: number;
  /** In bytes from the beginning of the file. */
  readonly offset: number;
  readonly length: number;
}

const CHUNK = 1024 * 1024;
const LF = 0x0a;

/**
 * The lines of a file that hold something, without the file in memory.
 * @yields where the line stands, and its bytes without the line feed
 */
export async function* linesOfFile(file: string): AsyncGenerator<[LineAt, Buffer]> {
  const handle = await open(file);
  try {
    let [rest, offset, number] = [Buffer.alloc(0), 0, 1];
    for await (const chunk of handle.createReadStream({ highWaterMark: CHUNK, autoClose: false })) {
      let bytes = Buffer.concat([rest, chunk as Buffer]);
      for (let feed = bytes.indexOf(LF); feed >= 0; feed = bytes.indexOf(LF)) {
        const text = bytes.subarray(0, feed);
        if (!isBlank(text)) yield [{ file, number, offset, length: feed }, text];
        [bytes, offset, number] = [bytes.subarray(feed + 1), offset + feed + 1, number + 1];
      }
      rest = bytes;
    }
    if (!isBlank(rest)) yield [{ file, number, offset, length: rest.length }, rest];
  } finally {
    await handle.close();
  }
}

function isBlank(text: Uint8Array): boolean {
  return text.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

/** The texts of lines, one after the other with a line feed behind each. */
export async function loadLines(lines: readonly LineAt[]): Promise<Uint8Array> {
  const whole = Buffer.alloc(
    lines.reduce((sum, { length }) => sum + length + 1, 0),
    LF,
  );
  const files = new Map<string, [LineAt, number][]>();
  let at = 0;
  for (const line of lines) {
    const wanted = files.get(line.file);
    if (wanted) wanted.push([line, at]);
    else files.set(line.file, [[line, at]]);
    at += line.length + 1;
  }
  for (const [file, wanted] of files) await readInto(whole, file, wanted);
  return whole;
}

async function readInto(whole: Buffer, file: string, wanted: readonly [LineAt, number][]) {
  const handle = await open(file);
  try {
    for (const [{ offset, length }, at] of wanted) await handle.read(whole, at, length, offset);
  } finally {
    await handle.close();
  }
}
