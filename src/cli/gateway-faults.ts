/** The gateway answered, and the answer was no. */
export class GatewayRefused extends Error {
  readonly status: number;
  /** What the gateway said is wrong: places and sentences, never values. */
  readonly faults: readonly string[];

  constructor(status: number, faults: readonly string[]) {
    super(faults[0] ?? `the gateway answered ${status}`);
    this.name = 'GatewayRefused';
    this.status = status;
    this.faults = faults;
  }
}

/** No answer came: it is not known whether anything was done; repeat with the same key. */
export class GatewayUnreachable extends Error {
  constructor(gateway: string, text = `there is no answer from ${gateway}`) {
    super(text);
    this.name = 'GatewayUnreachable';
  }
}

/** Something answered, and not as a gateway does: a proxy that asks for a login, another program. */
export class NoGateway extends GatewayUnreachable {
  constructor(gateway: string) {
    super(gateway, `what answers at ${gateway} is no gateway`);
    this.name = 'NoGateway';
  }
}

/** The sentences in an error document: problem+json, OperationOutcome or OAuth error. */
export function faultsIn(document: unknown): readonly string[] {
  if (typeof document !== 'object' || document === null) return [];
  const fields = document as Readonly<Record<string, unknown>>;
  if (fields['resourceType'] === 'OperationOutcome') return outcomeFaults(fields['issue']);
  const head = [fields['title'], fields['detail'], fields['error'], fields['error_description']];
  const hint = fields['error'] === 'invalid_client' ? [UNKNOWN_CLIENT] : [];
  return [...head.filter(isText), ...hint, ...issueFaults(fields['issues'] ?? fields['errors'])];
}

/** The gateway does not say which, so that nobody can try out names; a person can look. */
const UNKNOWN_CLIENT =
  'Compare the credentials with the registration: client, kid, key, organisation, role, purpose, ' +
  'and whether the gateway is known under this address.';

function outcomeFaults(issues: unknown): readonly string[] {
  return objectsIn(issues).flatMap(({ diagnostics, details, expression, location }) => {
    const text = isText(diagnostics) ? diagnostics : textOf(details);
    const place = [expression, location].flat().find(isText);
    return text === undefined ? [] : [withPlace(place, text)];
  });
}

function issueFaults(issues: unknown): readonly string[] {
  return objectsIn(issues).flatMap((issue) => {
    const text = issue['text'] ?? issue['message'] ?? issue['detail'];
    const place = [issue['place'], issue['pointer'], issue['path']].find(isText);
    return isText(text) ? [withPlace(place, text)] : [];
  });
}

function withPlace(place: string | undefined, text: string): string {
  return place === undefined ? text : `${place}: ${text}`;
}

function textOf(concept: unknown): string | undefined {
  const [fields] = objectsIn([concept]);
  return isText(fields?.['text']) ? fields['text'] : undefined;
}

function objectsIn(values: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(values)) return [];
  return values.filter(
    (value): value is Record<string, unknown> => typeof value === 'object' && value !== null,
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
