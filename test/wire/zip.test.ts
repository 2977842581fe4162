import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSingleZip } from '../../src/wire/zip.ts';
import { zipArchive } from '../support/zip-archive.ts';

const MEGABYTE = 1024 * 1024;
const said = Buffer.from('een bericht');
const read = (bytes: Uint8Array, most = MEGABYTE) => {
  const zip = readSingleZip(bytes, most);
  return zip.ok ? Buffer.from(zip.content).toString() : zip.issue;
};

describe('an archive of one file', () => {
  test.each([
    ['deflated', zipArchive([{ content: said }]), 'een bericht'],
    ['stored', zipArchive([{ content: said, method: 0 }]), 'een bericht'],
    ['empty', zipArchive([{ content: Buffer.alloc(0) }]), ''],
    ['with a comment', zipArchive([{ content: said }], 'hallo'), 'een bericht'],
    ['with two files', zipArchive([{ content: said }, { content: said }]), 'not-one-file'],
    ['with none', zipArchive([]), 'not-one-file'],
    ['encrypted', zipArchive([{ content: said, flags: 1 }]), 'not-readable'],
    ['packed otherwise', zipArchive([{ content: said, method: 12 }]), 'not-readable'],
    ['of another size', zipArchive([{ content: said, size: 10 }]), 'not-readable'],
    ['of another sum', zipArchive([{ content: said, crc: 1 }]), 'not-readable'],
    ['larger than allowed', zipArchive([{ content: Buffer.alloc(MEGABYTE + 1) }]), 'too-large'],
    ['cut off', zipArchive([{ content: said }]).subarray(0, -1), 'no-zip'],
    ['something else', Buffer.from('PK'), 'no-zip'],
  ])('%s', (_title, bytes, expected) => {
    expect(read(bytes)).toBe(expected);
  });

  test('that swells makes no more than it promises', () => {
    const bomb = zipArchive([{ content: Buffer.alloc(64 * MEGABYTE), size: 1000 }]);
    expect(bomb.length).toBeLessThan(MEGABYTE);
    const before = process.memoryUsage().arrayBuffers;
    expect(read(bomb)).toBe('not-readable');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MEGABYTE);
  });

  test('damaged anywhere is itself or nothing', () => {
    const whole = zipArchive([{ content: said }]);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        expect(['een bericht', 'no-zip', 'not-one-file', 'not-readable', 'too-large']).toContain(
          read(bytes),
        );
      }),
      { numRuns: 2000 },
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void read(bytes)));
  });
});
