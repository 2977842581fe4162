import type { XmlElement } from '../../wire/xml-elements.ts';
import type { Quarantined } from '../delivery.ts';
import type { Namespaces } from './check-message.ts';
import { isRead, messageType, NOT_READ, STANDARDS } from './message-types.ts';
import type { MessageNumber, MessageType, Standard } from './message-types.ts';

/** A message of the standard, and the namespaces its elements must be in. */
export interface Identified {
  readonly number: MessageNumber;
  readonly name: string;
  readonly namespaces: Namespaces;
  /** Elements of the header that say another kind of message than the root. */
  readonly odd: readonly Quarantined[];
  /** Why it is not taken, although it is as it should be: it holds nothing of the plan. */
  readonly refused?: string;
}

const NAMESPACE =
  /^http:\/\/www\.istandaarden\.nl\/(ijw|iwmo)\/(\d+)_(\d+)\/(jw|wmo)(\d{3})\/schema(\/\d+_\d+)?$/;

/**
 * What kind of message this is, by its root and header.
 * @returns the message, or one sentence for the supplier why it is not taken
 */
export function identifyMessage(root: XmlElement, standard: Standard): Identified | string {
  const said = root.name === 'Bericht' ? readNamespace(root.namespace) : undefined;
  if (!said)
    return `This is no ${standard.title} message: the root must be Bericht in a namespace of ${standard.title} 3.2.`;
  const { sent, release, number } = said;
  if (sent.name !== standard.name)
    return `This is an ${sent.title} message: push it to ${sent.adapter}.`;
  if (release !== '3.2')
    return `This message is ${sent.title} ${release}; only release 3.2 is read. Let your system send the 3.2 message.`;
  const type = messageType(sent, number);
  return type ? identified(root, sent, type) : `${sent.title} 3.2 has no message ${number}.`;
}

function readNamespace(namespace: string) {
  const [, name, major, minor, prefix, number] = NAMESPACE.exec(namespace) ?? [];
  if (name !== 'ijw' && name !== 'iwmo') return undefined;
  const sent = STANDARDS[name];
  if (prefix !== sent.prefix || number === undefined) return undefined;
  return { sent, release: `${major ?? ''}.${minor ?? ''}`, number };
}

function identified(root: XmlElement, standard: Standard, type: MessageType): Identified | string {
  const { number, name } = type;
  if (number === '323' || number === '325') return `${name} is ${NOT_READ[number]}.`;
  const odd = otherThanRoot(root, [['BerichtCode', type.code], ...VERSION]);
  return {
    number,
    name,
    odd,
    namespaces: {
      message: root.namespace,
      base: `http://www.istandaarden.nl/${standard.name}/3_2/basisschema/schema`,
    },
    ...(isRead(number) ? {} : { refused: `${name} is ${NOT_READ[number]}.` }),
  };
}

const VERSION: readonly (readonly [field: string, value: string])[] = [
  ['BerichtVersie', '3'],
  ['BerichtSubversie', '2'],
];

/** What the header says of the kind of message must be what the root says. */
function otherThanRoot(root: XmlElement, told: typeof VERSION): readonly Quarantined[] {
  const header = root.children.find((child) => child.name === 'Header');
  return told.flatMap(([field, value]) =>
    (header?.children ?? [])
      .filter(({ name, text }) => name === field && text !== value)
      .map(({ place, line }) => ({
        place,
        code: 'invalid-value' as const,
        text: `line ${line}: the header must have ${field} ${value}, as the root says`,
      })),
  );
}
