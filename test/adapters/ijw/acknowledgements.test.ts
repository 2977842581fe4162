import { describe, expect, test } from '@jest/globals';
import { jw301, message, person, product, refused, SHORT } from '../../support/ijw-messages.ts';

const RESULTS = '<RetourCodes><RetourCode>0200</RetourCode></RetourCodes>';
const RECEIPT =
  '<IdentificatieRetour>2</IdentificatieRetour><DagtekeningRetour>2026-10-02</DagtekeningRetour><XsdVersieRetour><b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie><b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie></XsdVersieRetour>';

const started = (results = RESULTS) =>
  `<StartProduct>${product('45')}<Begindatum>2026-10-05</Begindatum><StatusAanlevering>1</StatusAanlevering>${results}</StartProduct>`;

function jw306(body: string, receipt = RECEIPT): string {
  return message('ijw', '305', body)
    .replaceAll('jw305', 'jw306')
    .replace('>438<', '>439<')
    .replace('</Header>', `${receipt}</Header>`);
}
const client = (products: string, results = RESULTS) =>
  `<Client>${person()}${SHORT}<StartProducten>${products}</StartProducten>${results}</Client>`;

const complaints = (xml: string) =>
  refused(xml)
    .map(({ place, text }) => `${place} ${text}`)
    .join('\n');

/** What is no plan content is looked at all the same: what is wrong with it is said first. */
describe('an acknowledgement', () => {
  test.each([
    ['that repeats everything', jw306(client(started()))],
    ['that found nothing', jw306('')],
    ['with results of the whole', jw306('', `${RECEIPT}${RESULTS}`)],
  ])('%s is refused by name, with what to send', (_title, xml) => {
    expect(complaints(xml)).toMatch(/^ JW306 is an acknowledgement of a start.*message itself\.$/);
  });

  test.each([
    [
      'a result outside the list',
      client(`${started()}<RetourCode>0200</RetourCode>`),
      'RetourCode',
    ],
    ['no result of a product', client(started('')), 'RetourCodes is missing'],
    ['no result of the client', client(started(), ''), 'RetourCodes is missing'],
    ['an empty list of results', client(started('<RetourCodes/>')), 'RetourCode is missing'],
    ['no result code', client(started(RESULTS.replace('0200', '02'))), 'no code of this list'],
  ])('%s is named', (_title, body, complaint) => {
    expect(complaints(jw306(body))).toContain(complaint);
  });

  test('without its receipt is none', () => {
    expect(complaints(jw306('', ''))).toContain('XsdVersieRetour is missing');
    expect(complaints(jw301().replaceAll('jw301', 'jw302'))).toContain('BerichtCode 437');
  });
});
