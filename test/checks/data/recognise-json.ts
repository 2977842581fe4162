import type { Body, Recognised } from './recognise.ts';
import { noSource, wholeFile } from './recognise.ts';
import { isOlderFhir } from './recognise-xml.ts';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const has = (value: Members, ...names: readonly string[]) =>
  names.every((name) => Object.hasOwn(value, name));

/** What a JSON text is, by the members it has; also one JSON value per line. */
export function recogniseJson(text: string): Recognised | undefined {
  const value = parsed(text);
  if (value !== undefined) return ofValue(value, text);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map(parsed);
  if (lines.length < 2 || !values.every(isMembers)) return undefined;
  const format = values.every((one) => has(one, 'resourceType')) ? 'FHIR NDJSON' : 'JSON lines';
  return wholeFile(format, 'lines');
}

const json = (text: string) => ({ syntax: 'json' as const, bytes: Buffer.from(text) });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function ofValue(value: unknown, text: string): Recognised {
  if (isMembers(value)) {
    const why = NO_SOURCES.find(({ when }) => when(value));
    if (why) return noSource(why.format, why.why);
    if (typeof value['resourceType'] === 'string') {
      return wholeFile(isOlderFhir(text) ? 'FHIR STU3 JSON' : 'FHIR R4 JSON', 'json');
    }
  }
  const authority = authorityAnswers(value, '');
  if (authority.length > 0)
    return { kind: 'bodies', format: 'authority answer', syntax: 'json', bodies: authority };
  const scalar = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  return wholeFile(scalar ? 'bare JSON' : 'other JSON', 'json');
}

/** Files that go with sources and are none, by what they hold. */
const NO_SOURCES: readonly {
  readonly format: string;
  readonly why: string;
  readonly when: (value: Members) => boolean;
}[] = [
  {
    format: 'mapping',
    why: 'how a format is read: it is registered, not pushed',
    when: (v) => has(v, 'mapping', 'version', 'items'),
  },
  {
    format: 'world',
    why: 'who is who in a household: it is administered, not pushed',
    when: (v) => has(v, 'members', 'organisations', 'consents'),
  },
  {
    format: 'expectations',
    why: 'what a check expects of the decision',
    when: (v) => has(v, 'facts') && (has(v, 'rows') || has(v, 'policy') || has(v, 'circumstances')),
  },
  {
    format: 'expectations',
    why: 'what a check expects of the decision',
    when: ({ cases }) => items(cases).some((one) => has(one, 'request', 'sees')),
  },
  {
    format: 'test cases',
    why: 'cases of law with the outcome they expect: for reasoning about authority',
    when: ({ cases }) => items(cases).some((one) => has(one, 'scenario', 'expect')),
  },
  {
    format: 'code list',
    why: 'codes with their meanings: a list, no dossier',
    when: (v) => has(v, 'codelijst') || (has(v, 'codes') && has(v, 'name')),
  },
  {
    format: 'test vectors',
    why: 'cases for cryptography and protocols',
    when: (v) => has(v, 'testGroups') || has(v, 'desc', 'wantErr') || has(v, 'proof', 'wantErr'),
  },
];

const items = (value: unknown): readonly Members[] =>
  Array.isArray(value) ? value.filter(isMembers) : [];

const isAboutAuthority = (person: Members): boolean =>
  has(person, 'gezag') || has(person, 'gezagsrelaties');

/**
 * Answers of the register of persons about authority, wherever in the file they stand: an object
 * with persons of whom the authority is told.
 */
function authorityAnswers(value: unknown, place: string): readonly Body[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isMembers(value) && items(value['personen']).some(isAboutAuthority))
    return [{ part: place, ...json(JSON.stringify(value)) }];
  return Object.entries(value).flatMap(([name, inner]) =>
    authorityAnswers(inner, `${place}/${name}`),
  );
}
