/** What can go wrong when a source's FHIR server is asked: what it ends, and what helps. */
interface FaultRow {
  /** The whole run, or only what was asked about one person. */
  readonly ends: 'run' | 'person';
  /** One sentence for the operator, with the remedy. Fixed: never anything the server said. */
  readonly text: string;
}

export const FETCH_FAULTS = {
  'address-refused': {
    ends: 'run',
    text: 'the address leads to a private or special network range: register the public one, or have the operator allow it under "fetch" in the configuration',
  },
  unreachable: {
    ends: 'run',
    text: 'no connection could be made: check the name, the port and the firewalls on both sides',
  },
  tls: {
    ends: 'run',
    text: 'the certificate of the server is not valid for its address: the provider must renew or correct it',
  },
  timeout: {
    ends: 'run',
    text: 'the server did not answer in time: ask the provider, or raise limits.requestSeconds',
  },
  redirected: {
    ends: 'run',
    text: 'the server sent the request elsewhere, which is not followed: register the address that answers itself',
  },
  busy: {
    ends: 'run',
    text: 'the server asked to wait (429 or 503) longer than a run waits: the next run starts no sooner than it asked',
  },
  'server-error': {
    ends: 'person',
    text: 'the server failed (5xx) at every attempt: the provider must look',
  },
  'token-refused': {
    ends: 'run',
    text: 'no token was given: the provider must register the client and the public keys of this gateway (/.well-known/jwks.json) with the scopes that are asked',
  },
  'not-authorised': {
    ends: 'run',
    text: 'the token was not accepted (401): the token endpoint and the FHIR server of the provider do not belong together, or clocks differ',
  },
  forbidden: {
    ends: 'person',
    text: 'this may not be read (403): the provider must allow it, or take the type out of the registration of the source',
  },
  'not-found': {
    ends: 'person',
    text: 'there is nothing at this address (404): take the type out of the registration, or correct the base address',
  },
  'question-refused': {
    ends: 'person',
    text: 'the server does not take the question (4xx): it may not know the type or a parameter of it; change the registration of the source',
  },
  'wrong-content': {
    ends: 'person',
    text: 'the answer is not FHIR in JSON: the server must answer application/fhir+json',
  },
  'too-large': {
    ends: 'person',
    text: 'an answer, or all answers about one person, are larger than limits.megabytes',
  },
  endless: {
    ends: 'person',
    text: 'the pages came round again, or there are more than limits.pages: raise pageSize or limits.pages, or ask the provider',
  },
  'link-elsewhere': {
    ends: 'person',
    text: 'a next page lies outside the registered address and was not asked for: the provider must give links below the base address',
  },
  'about-others': {
    ends: 'person',
    text: 'the server gave resources of other people than it was asked about, and nothing of the answer was kept: it does not search by patient',
  },
  ambiguous: {
    ends: 'person',
    text: 'more than one patient has the enrolled number: enrol the person as Patient/ID, or with the system of the number',
  },
  'no-fhir-server': {
    ends: 'run',
    text: 'there is no CapabilityStatement below the base address: correct it',
  },
  'other-version': {
    ends: 'run',
    text: 'the server speaks another release of FHIR than R4 (4.0) or STU3 (3.0)',
  },
  unreadable: {
    ends: 'person',
    text: 'what was fetched cannot be read as one delivery by the adapter of the source',
  },
  'no-adapter': {
    ends: 'run',
    text: 'the adapter of the source is not there any more: register the source with another one',
  },
  'not-stored': {
    ends: 'run',
    text: 'the gateway could not store what was fetched: its own log says why; the next run goes on from here',
  },
  'many-faults': {
    ends: 'run',
    text: 'too many people in a row could not be fetched: the run stopped, the reasons stand beside this one',
  },
  'time-limit': {
    ends: 'run',
    text: 'limits.runMinutes is over: the next run goes on where this one stopped',
  },
  'registration-changed': {
    ends: 'run',
    text: 'the registration of the source was changed or paused during the run: the next run goes by the new one',
  },
  stopped: { ends: 'run', text: 'the gateway was stopped: the run goes on when one runs again' },
} as const satisfies Record<string, FaultRow>;

export type FetchFaultCode = keyof typeof FETCH_FAULTS;

/** A fault of a fetch: a code of the fixed list, and nothing of address, answer or token. */
export class FetchFault extends Error {
  readonly code: FetchFaultCode;
  /** How long the server asked to be left alone, in milliseconds. */
  readonly waitMs: number | undefined;

  constructor(code: FetchFaultCode, waitMs?: number) {
    super(code);
    this.name = 'FetchFault';
    this.code = code;
    this.waitMs = waitMs;
  }
}
