import fc from 'fast-check';
import { edits, mutated } from '../../support/mutated-bodies.ts';
import type { Attack } from './attacks.ts';

/** Who asks at a door that takes no dossiers. */
export type Asker = 'authority' | 'recipient';

/** A door that takes no dossiers; `PLAN` in its path is the plan of somebody else. */
export interface OtherDoor {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly as: Asker;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rubbish at the doors that are not for dossiers: answers on authority, and pulls. */
export function otherDoors(): fc.Arbitrary<Attack> {
  return fc.oneof(
    { weight: 3, arbitrary: authorityAnswers() },
    { weight: 4, arbitrary: pulls() },
    { weight: 1, arbitrary: searchForms() },
  );
}

const parent = { type: 'ouder', burgerservicenummer: '999904012' };
const ANSWER = {
  answeredAt: '2026-10-01T12:00:00Z',
  answer: {
    personen: [
      {
        burgerservicenummer: '999904024',
        gezag: [
          {
            type: 'GezamenlijkOuderlijkGezag',
            minderjarige: { burgerservicenummer: '999904024' },
            ouders: [parent, { burgerservicenummer: '999904036' }],
          },
          { type: 'EenhoofdigOuderlijkGezag', minderjarige: {}, ouder: parent, inOnderzoek: true },
          { type: 'Voogdij', minderjarige: {}, derden: [{ ...parent, type: 'BekendeDerde' }] },
        ],
      },
    ],
  },
};

const NAMES = ['__proto__', 'constructor', 'type', 'ouders', 'gezag', 'personen', ''] as const;
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(...NAMES, 1e308, -0, '9'.repeat(5000), [], {}, null),
);

/** A right answer with bytes spoilt, with a value replaced, or with relations without end. */
function authorityAnswers(): fc.Arbitrary<Attack> {
  const text = JSON.stringify(ANSWER);
  const replaced = fc.record({ at: fc.nat(30), put: odd }).map(({ at, put }) => {
    let left = at;
    return JSON.stringify(ANSWER, (_, value: unknown) => (left-- === 0 ? put : value));
  });
  const many = fc.integer({ min: 1, max: 20_000 }).map((times) => {
    const [person] = ANSWER.answer.personen;
    const gezag = Array.from({ length: times }, () => person?.gezag[0]);
    return JSON.stringify({ ...ANSWER, answer: { personen: [{ ...person, gezag }] } });
  });
  const bodies = fc.oneof(
    edits.map((all) => mutated(Buffer.from(text), all)),
    replaced.map((spoilt) => Buffer.from(spoilt)),
    many.map((long) => Buffer.from(long)),
  );
  return fc.record({ body: bodies, dry: fc.boolean() }).map(({ body, dry }) => ({
    kind: 'authority',
    door: 'authority-answers',
    mediaType: 'application/json',
    body: () => body,
    at: {
      method: 'POST',
      path: `/v1/plans/PLAN/authority-answers${dry ? '?dry-run=true' : ''}`,
      as: 'authority',
    },
  }));
}

const rubbish = fc.oneof(
  fc.string({ maxLength: 30, unit: 'binary' }),
  fc.constantFrom('%', '%zz', '%ff', '../..', '-1', '1e9', '999999999999999999', 'a|b|c', ',,,'),
  fc.constantFrom('ge2026-02-30', 'Patient/PLAN', '*', 'true', "' or 1=1 --", 'x'.repeat(6000)),
);
const parameter = fc.oneof(
  fc.constantFrom('_id', '_count', '_include', '_revinclude', '_elements', '_summary', '_sort'),
  fc.constantFrom('_lastUpdated', '_format', 'patient', 'subject', 'category', 'status', 'date'),
  fc.constantFrom('subject:Patient.name', '_has:Goal:subject:_id', 'entity', 'after', 'page'),
  fc.string({ minLength: 1, maxLength: 10 }),
);
const query = fc
  .array(fc.tuple(parameter, rubbish, fc.boolean()), { maxLength: 6 })
  .map((all) =>
    all.map(([name, value, plain]) => `${name}=${plain ? value : escaped(value)}`).join('&'),
  );
const type = fc.oneof(
  fc.constantFrom(
    'CarePlan',
    'Goal',
    'Task',
    'Patient',
    'Condition',
    'Communication',
    'AuditEvent',
  ),
  fc.constantFrom('careplan', 'Binary', '__proto__', 'metadata', '$everything', '_history'),
);
const header = fc.oneof(
  fc.constantFrom('accept', 'accept-language', 'if-none-match', 'if-modified-since', 'prefer'),
  fc.constantFrom('traceparent', 'x-forwarded-for', 'range', 'if-match', 'content-type'),
);
const headers = fc
  .dictionary(header, fc.string({ maxLength: 60 }).map(printable), { maxKeys: 4 })
  .map((all) => ({ ...all }));

/** Texts that a client can put into a header at all. */
function printable(text: string): string {
  return text.replaceAll(/[^\x21-\x7e ]/g, '~').trim();
}

/** Half of a surrogate pair has no encoding. */
function escaped(text: string): string {
  return encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/g, '~'));
}

function pulls(): fc.Arbitrary<Attack> {
  const paths = fc.oneof(
    type.map((name) => `/fhir/${name}`),
    fc.tuple(type, rubbish).map(([name, id]) => `/fhir/${name}/${escaped(id)}`),
    fc.constantFrom('/fhir/CarePlan/PLAN.plan', '/fhir/CarePlan/PLAN.plan/$everything'),
    fc.constantFrom('/fhir', '/fhir/', '/fhir/CarePlan/PLAN/$everything', '/fhir/metadata'),
  );
  return fc
    .record({ path: paths, query, headers })
    .map(({ path, query: asked, headers: said }) => ({
      kind: 'pull',
      door: path.slice(0, 40),
      mediaType: '',
      body: () => Buffer.alloc(0),
      at: { method: 'GET', path: `${path}?${asked}`, as: 'recipient', headers: said },
    }));
}

function searchForms(): fc.Arbitrary<Attack> {
  return fc.record({ name: type, query, all: edits }).map(({ name, query: asked, all }) => ({
    kind: 'search-form',
    door: `${name}/_search`,
    mediaType: 'application/x-www-form-urlencoded',
    body: () => mutated(Buffer.from(asked), all),
    at: { method: 'POST', path: `/fhir/${name}/_search`, as: 'recipient' },
  }));
}
