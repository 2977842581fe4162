import type {
  BundleEntryResponse,
  OperationOutcome,
  OperationOutcomeIssue,
} from '@medplum/fhirtypes';
import type { PushAnswer } from '../../flows/flows.ts';
import type { PushOutcome } from '../send.ts';

/** A Bundle as it was sent, of which only the number and the verbs of entries matter here. */
export interface PushedBundle {
  readonly type: 'transaction' | 'batch';
  readonly entry?: readonly unknown[];
}

type Held = PushAnswer['quarantined'][number];

const QUARANTINE_SYSTEM = 'https://planpoort.nl/fhir/CodeSystem/quarantine';

/**
 * The answer to a Bundle, one response per entry in order (FHIR R4, http.html#trules). An entry
 * of which nothing could be taken over says 422 and why; the others were stored.
 */
export function pushOutcome(bundle: PushedBundle, answer: PushAnswer): PushOutcome {
  const accepted = new Set(answer.accepted.flatMap(({ places }) => places.map(entryOf)));
  const held = new Map<number, Held[]>();
  for (const each of answer.quarantined) {
    const index = entryOf(each.place);
    held.set(index, [...(held.get(index) ?? []), each]);
  }
  const entry = (bundle.entry ?? []).map((sent, index) => ({
    response: responseTo({
      deleted: isDelete(sent),
      accepted: accepted.has(index),
      held: held.get(index) ?? [],
    }),
  }));
  const type = bundle.type === 'batch' ? 'batch-response' : 'transaction-response';
  return { resourceType: 'Bundle', type, entry };
}

interface EntryFate {
  readonly deleted: boolean;
  readonly accepted: boolean;
  readonly held: readonly Held[];
}

function responseTo({ deleted, accepted, held }: EntryFate): BundleEntryResponse {
  if (held.length === 0) return { status: deleted ? '204 No Content' : '200 OK' };
  const outcome = outcomeWith(held, accepted);
  return { status: accepted ? '200 OK' : '422 Unprocessable Entity', outcome };
}

/** The answer to one resource. */
export function outcomeOfPush({ accepted, quarantined }: PushAnswer): OperationOutcome {
  if (quarantined.length > 0) return outcomeWith(quarantined, accepted.length > 0);
  const text = 'Taken over whole.';
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'information', code: 'informational', details: { text } }],
  };
}

function outcomeWith(held: readonly Held[], accepted: boolean): OperationOutcome {
  const severity = accepted ? 'warning' : 'error';
  const issue = held.map(({ place, code, text }): OperationOutcomeIssue => ({
    severity,
    code: 'processing',
    details: { coding: [{ system: QUARANTINE_SYSTEM, code }] },
    diagnostics: `${place}: ${text}`,
  }));
  return { resourceType: 'OperationOutcome', issue };
}

/** Index of the entry that a JSON pointer leads into; -1 for none. */
function entryOf(place: string): number {
  const [, index] = /^\/entry\/(\d+)(?:\/|$)/.exec(place) ?? [];
  return index === undefined ? -1 : Number(index);
}

function isDelete(sent: unknown): boolean {
  const { request } = (sent ?? {}) as { readonly request?: { readonly method?: unknown } | null };
  return request?.method === 'DELETE';
}
