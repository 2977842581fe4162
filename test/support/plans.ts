import type { EntryBody } from '../../src/audit/entry.ts';
import { NO_CIRCUMSTANCES } from '../../src/decision/circumstances.ts';
import type { PlanState, Sheet } from '../../src/flows/ports.ts';
import type { Fact } from '../../src/plan/fact.ts';

/** A state with these members and enrolments; everything else empty. */
export function planState(
  members: readonly string[],
  rest: Partial<Pick<PlanState, 'enrolments' | 'bsn' | 'coordinator'>> & {
    readonly circumstances?: Partial<PlanState['circumstances']>;
  } = {},
): PlanState {
  return {
    coordinator: rest.coordinator ?? { org: 'wijkteam', role: 'care-coordinator' },
    enrolments: rest.enrolments ?? {},
    bsn: rest.bsn ?? {},
    circumstances: {
      ...NO_CIRCUMSTANCES,
      members: members.map((id) => ({
        id,
        birthDate: '1990-01-01',
        birthPrecision: 'day',
        deceasedAt: null,
        competence: [],
      })),
      ...rest.circumstances,
    },
  };
}

/** A fact of a source about these subjects whose one value is `text`. */
export function fact(id: string, source: string, subjects: readonly string[], text = id): Fact {
  return {
    id,
    source,
    subjects,
    labels: ['plan.goals', 'domain.finances'],
    dossier: 'dossier-1',
    places: [`/goals/${id}`],
    resource: { type: 'Goal', key: id },
    elements: [{ path: ['description', 'text'], value: text }],
    since: 1_790_000_000_000,
    mapping: 'test 1.0.0',
  };
}

/** A fact with its values in sight: from the store they come when they are asked for. */
export function plain(stored: Fact): Fact {
  const { elements } = stored;
  return { ...stored, elements };
}

/** A sheet of facts with these ids. */
export function sheet(source: string, subjects: readonly string[], ids: readonly string[]): Sheet {
  return { source, subjects, facts: ids.map((id) => fact(id, source, subjects)) };
}

/** The body of an entry. */
export function entry(rest: Partial<EntryBody> = {}): EntryBody {
  return {
    v: 1,
    kind: 'change',
    actor: { organisation: 'wijkteam', client: 'wijkteam-system' },
    trace: '0123456789abcdef0123456789abcdef',
    instant: '2026-10-01T10:00:00.000Z',
    outcome: 'accepted',
    ...rest,
  };
}
