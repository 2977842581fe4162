/** The two standards: one set of messages under two statutes, with code lists of their own. */
export type StandardName = 'ijw' | 'iwmo';

/** A kind of message of one standard. */
export interface MessageType {
  /** As people call it: `JW301`. */
  readonly name: string;
  /** BerichtCode (COD002-VEKTIS). */
  readonly code: string;
  readonly number: MessageNumber;
}

/** Numbers of messages, the same in both standards. */
export const READ_NUMBERS = ['301', '305', '307', '315', '317', '319'] as const;
export type ReadNumber = (typeof READ_NUMBERS)[number];
export type MessageNumber =
  ReadNumber | '302' | '306' | '308' | '316' | '318' | '320' | '323' | '325';

/** One of the standards as this gateway reads it. */
export interface Standard {
  readonly name: StandardName;
  /** As people write it. */
  readonly title: string;
  readonly adapter: string;
  /** First letters of its messages. */
  readonly prefix: string;
  /** Statute under which these messages are sent. */
  readonly law: string;
  readonly codes: Readonly<Record<MessageNumber, string>>;
}

export const STANDARDS: Readonly<Record<StandardName, Standard>> = {
  ijw: {
    name: 'ijw',
    title: 'iJw',
    adapter: 'ijw-3.2',
    prefix: 'jw',
    law: 'jeugdwet',
    codes: {
      ...{ '301': '436', '302': '437', '305': '438', '306': '439', '307': '440', '308': '441' },
      ...{ '315': '446', '316': '447', '317': '486', '318': '487', '319': '488', '320': '489' },
      ...{ '323': '490', '325': '491' },
    },
  },
  iwmo: {
    name: 'iwmo',
    title: 'iWmo',
    adapter: 'iwmo-3.2',
    prefix: 'wmo',
    law: 'wmo-2015',
    codes: {
      ...{ '301': '414', '302': '415', '305': '418', '306': '419', '307': '420', '308': '421' },
      ...{ '315': '444', '316': '445', '317': '480', '318': '481', '319': '482', '320': '483' },
      ...{ '323': '484', '325': '485' },
    },
  },
};

const acknowledges = (what: string): string =>
  `an acknowledgement of ${what}: it repeats that message and says whether it could be processed, which is nothing of the plan. Push the message itself`;

/** What a message that is no plan content is, for the one who sent it. */
export const NOT_READ: Readonly<Record<Exclude<MessageNumber, ReadNumber>, string>> = {
  '302': acknowledges('an allocation'),
  '306': acknowledges('a start'),
  '308': acknowledges('a stop'),
  '316': acknowledges('a request'),
  '318': acknowledges('a request for change'),
  '320': acknowledges('an answer'),
  '323': 'a declaration: what is paid is nothing of the plan',
  '325': 'an answer to a declaration: what is paid is nothing of the plan',
};

/** The message that an acknowledgement repeats. */
export const ACKNOWLEDGED: ReadonlyMap<MessageNumber, ReadNumber> = new Map([
  ['302', '301'],
  ['306', '305'],
  ['308', '307'],
  ['316', '315'],
  ['318', '317'],
  ['320', '319'],
]);

/** Whether this message is mapped to the plan. */
export function isRead(number: MessageNumber): number is ReadNumber {
  return (READ_NUMBERS as readonly string[]).includes(number);
}

/** The message of a standard by its number; undefined when there is none. */
export function messageType(standard: Standard, number: string): MessageType | undefined {
  if (!Object.hasOwn(standard.codes, number)) return undefined;
  const known = number as MessageNumber;
  return {
    name: `${standard.prefix.toUpperCase()}${known}`,
    code: standard.codes[known],
    number: known,
  };
}
