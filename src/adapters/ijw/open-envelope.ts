import { isUtf8 } from 'node:buffer';
import { describeXmlIssue, parseXmlElements } from '../../wire/xml.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { readSingleZip, type ZipIssue } from '../../wire/zip.ts';
import type { Quarantined } from '../delivery.ts';

/** What the standard allows a message to be (OP179). */
const MAX_BYTES = 25 * 1024 * 1024;

const SOAP = new Set([
  'http://schemas.xmlsoap.org/soap/envelope/',
  'http://www.w3.org/2003/05/soap-envelope',
]);
const VECOZO = /^http:\/\/schemas\.vecozo\.nl\//;

/** Whether this is the envelope of a message, not the message. */
export const isEnvelope = ({ name, namespace }: XmlElement): boolean =>
  name === 'Envelope' && SOAP.has(namespace);

/**
 * The message in the envelope in which VECOZO hands it over (`IndienenBericht`): base64 in the one
 * `Data` of the body, of a ZIP archive with one file, or of the message itself. Never more than a
 * message may have, and never an envelope in an envelope.
 * @param maxNodes most elements and attributes of the message
 * @returns its root, with places of its own; or what is wrong with the envelope, at its place
 */
export function openEnvelope(
  envelope: XmlElement,
  maxNodes: number,
): { readonly message: XmlElement } | Quarantined {
  const body = envelope.children.find(({ name }) => name === 'Body');
  const [data, ...others] = body ? dataIn(body) : [];
  if (!data || others.length > 0)
    return wrong(envelope, 'the envelope must hold one message, in one Data of VECOZO');
  const bytes = decode(data.text);
  if (!bytes) return wrong(data, 'this must be base64');
  const content = isArchive(bytes) ? readSingleZip(bytes, MAX_BYTES) : plain(bytes);
  if (!content.ok) return wrong(data, WORDS[content.issue]);
  const parsed = parseXmlElements(content.content, maxNodes);
  if (!parsed.ok) return wrong(data, `the message in it: ${describeXmlIssue(parsed.issue)}`);
  return isEnvelope(parsed.value)
    ? wrong(data, 'an envelope in an envelope is not opened')
    : { message: parsed.value };
}

const WORDS: Readonly<Record<ZipIssue, string>> = {
  'no-zip': 'this is neither a message nor a ZIP archive',
  'not-one-file': 'the ZIP archive must hold one file',
  'not-readable': 'the ZIP archive is damaged, encrypted or of another kind',
  'too-large': 'the message in it may have at most 25 MB',
};

const wrong = ({ place, line }: XmlElement, text: string): Quarantined => ({
  place,
  code: 'invalid-resource',
  text: `line ${line}: ${text}`,
});

function dataIn(element: XmlElement): readonly XmlElement[] {
  if (element.name === 'Data' && VECOZO.test(element.namespace)) return [element];
  return element.children.flatMap(dataIn);
}

function decode(text: string): Buffer | undefined {
  const written = text.replaceAll(/\s/g, '');
  const isBase64 = written !== '' && written.length % 4 === 0 && !/[^A-Za-z0-9+/=]/.test(written);
  if (!isBase64) return undefined;
  const bytes = Buffer.from(written, 'base64');
  return bytes.length === (written.length / 4) * 3 - padding(written) ? bytes : undefined;
}

const padding = (written: string): number =>
  written.endsWith('==') ? 2 : written.endsWith('=') ? 1 : 0;

const isArchive = (bytes: Buffer): boolean => bytes.subarray(0, 2).toString('latin1') === 'PK';

const plain = (bytes: Buffer): ReturnType<typeof readSingleZip> =>
  bytes.length <= MAX_BYTES && isUtf8(bytes)
    ? { ok: true, content: bytes }
    : { ok: false, issue: 'no-zip' };
