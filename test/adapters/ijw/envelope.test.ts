import { describe, expect, test } from '@jest/globals';
import {
  factsIn,
  jw301,
  mapped,
  readMessage,
  refused,
  tree,
  unaccountedPlaces,
} from '../../support/ijw-messages.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const VECOZO = 'http://schemas.vecozo.nl/berichtuitwisseling';
const envelope = (body: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="${VECOZO}/messages/v3" xmlns:v="${VECOZO}/v3"><s:Header><v:RouteringHeader>JW301</v:RouteringHeader></s:Header><s:Body><v:IndienenBericht><v:Request>${body}</v:Request></v:IndienenBericht></s:Body></s:Envelope>`;
const data = (bytes: Uint8Array) => `<m:Data>${Buffer.from(bytes).toString('base64')}</m:Data>`;
const zipped = (xml: string) => data(zipArchive([{ content: Buffer.from(xml) }]));

describe('the envelope of VECOZO', () => {
  const inside = mapped(jw301());

  test.each([
    ['in an archive', envelope(zipped(jw301()))],
    ['as it is', envelope(data(Buffer.from(jw301())))],
    [
      'in lines, in the newer envelope',
      envelope(zipped(jw301()).replaceAll(/(.{76})/g, '$1\n')).replace(
        'http://schemas.xmlsoap.org/soap/envelope/',
        'http://www.w3.org/2003/05/soap-envelope',
      ),
    ],
  ])('a message %s is read as if it came by itself', (_title, xml) => {
    const delivery = mapped(xml);
    expect(factsIn(delivery)).toEqual(factsIn(inside));
    expect(delivery.asOf).toEqual(inside.asOf);
    expect(unaccountedPlaces(tree(xml), delivery)).toEqual([]);
  });

  test.each([
    ['nothing in it', envelope(''), 'one Data'],
    ['two messages', envelope(zipped(jw301()).repeat(2)), 'one Data'],
    ['no base64', envelope('<m:Data>é</m:Data>'), 'must be base64'],
    ['bits too many', envelope('<m:Data>UEs=UEs=</m:Data>'), 'must be base64'],
    ['no archive', envelope(data(Buffer.from('PK'))), 'nor a ZIP archive'],
    ['neither', envelope(data(Buffer.from([0xff, 0xfe]))), 'nor a ZIP archive'],
    [
      'two files',
      envelope(data(zipArchive([1, 2].map(() => ({ content: Buffer.from(jw301()) }))))),
      'must hold one file',
    ],
    [
      'a message without end',
      envelope(data(zipArchive([{ content: Buffer.alloc(26 * 1024 * 1024, 32) }]))),
      'at most 25 MB',
    ],
    ['no XML', envelope(zipped('{}')), 'the message in it:'],
    ['entities', envelope(zipped(`<!DOCTYPE a [<!ENTITY b "c">]>${jw301().slice(38)}`)), 'in it:'],
    ['itself', envelope(zipped(envelope(zipped(jw301())))), 'in an envelope is not opened'],
    ['another release', envelope(zipped(jw301().replaceAll('3_2', '3_0'))), 'only release 3.2'],
    ['a wrong message', envelope(zipped(jw301().replace('<Geslacht>1', '<Geslacht>9'))), 'no code'],
  ])('with %s is refused', (_title, xml, sentence) => {
    const complaints = refused(xml);
    expect(complaints.map(({ text }) => text).join()).toContain(sentence);
    expect(JSON.stringify(complaints)).not.toContain('UEs');
  });

  test('cut anywhere is refused, never an error', () => {
    const payload = zipArchive([{ content: Buffer.from(jw301()) }]);
    for (let length = 0; length < payload.length; length += 7)
      expect('unreadable' in readMessage(envelope(data(payload.subarray(0, length))))).toBe(true);
  });
});
