import { isPresent, mask, type Draft } from './masked.ts';
import { elementNamed } from './shapes.ts';

/**
 * Invariants of R4 between elements of one type that can break when one of them is withheld. `mask`:
 * where the first is there, the second is masked when it is not. `drop`: the first leaves only when the
 * condition holds on what is visible.
 */
interface Implied {
  readonly type: string;
  readonly element: string;
  readonly needs: string;
  /** Key of the invariant in R4. */
  readonly invariant: string;
}

const MASKED_WHEN_IMPLIED: readonly Implied[] = [
  { type: 'Goal.target', element: 'detail', needs: 'measure', invariant: 'gol-1' },
  { type: 'ServiceRequest', element: 'orderDetail', needs: 'code', invariant: 'prr-1' },
  { type: 'ContactPoint', element: 'value', needs: 'system', invariant: 'cpt-2' },
  { type: 'Quantity', element: 'code', needs: 'system', invariant: 'qty-3' },
  { type: 'Attachment', element: 'data', needs: 'contentType', invariant: 'att-1' },
];

const IMPLIED: ReadonlyMap<string, readonly Implied[]> = new Map(
  MASKED_WHEN_IMPLIED.map(({ type }) => [
    type,
    MASKED_WHEN_IMPLIED.filter((implied) => implied.type === type),
  ]),
);

/** At least one of these has a value; when none is visible the first is masked. */
const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  // pat-1
  'Patient.contact': ['name', 'telecom', 'address', 'organization'],
  // con-1
  'Condition.stage': ['summary', 'assessment'],
  // con-2
  'Condition.evidence': ['code', 'detail'],
  // obs-3
  'Observation.referenceRange': ['text', 'low', 'high'],
};

const ENDED = new Set(['inactive', 'resolved', 'remission']);

/** Per type: what cannot stay, judged on what is visible. */
const DROPPED: Readonly<Record<string, (draft: Draft) => readonly string[]>> = {
  // con-4: an abated condition is inactive, resolved or in remission.
  Condition: (draft) => (ENDED.has(codeOf(draft['clinicalStatus'])) ? [] : namesOf('abatement')),
  // cpl-3: a reference or a detail, not both.
  'CarePlan.activity': (draft) => (draft['detail'] === undefined ? [] : ['reference']),
  // ctm-1: acting on behalf of an organisation is for practitioners.
  'CareTeam.participant': (draft) => (pointsTo(draft, 'Practitioner') ? [] : ['onBehalfOf']),
};

/**
 * Makes an element keep R4's invariants after parts of it were left out. Depends on what is visible only.
 * @param draft the element; changed in place
 */
export function keepInvariants(draft: Draft, type: string): void {
  for (const name of DROPPED[type]?.(draft) ?? []) {
    Reflect.deleteProperty(draft, name);
    Reflect.deleteProperty(draft, `_${name}`);
  }
  for (const implied of IMPLIED.get(type) ?? []) maskImplied(draft, implied);
  maskOneOf(draft, type);
}

function maskImplied(draft: Draft, { type, element, needs }: Implied): void {
  const needed = elementNamed(type, needs);
  const there = elementNamed(type, element);
  if (there && needed && isPresent(draft, there) && !isPresent(draft, needed)) mask(draft, needed);
}

function maskOneOf(draft: Draft, type: string): void {
  const names = ONE_OF[type];
  const first = names?.[0] === undefined ? undefined : elementNamed(type, names[0]);
  if (first && !names?.some((name) => draft[name] !== undefined)) mask(draft, first);
}

function namesOf(element: string): readonly string[] {
  return elementNamed('Condition', element)?.forms.map((form) => form.name) ?? [];
}

function codeOf(concept: unknown): string {
  const coding = (concept as { coding?: readonly { code?: string }[] } | undefined)?.coding;
  return coding?.find((one) => one.code !== undefined && ENDED.has(one.code))?.code ?? '';
}

function pointsTo(draft: Draft, type: string): boolean {
  const member = draft['member'] as { reference?: string } | undefined;
  return member?.reference?.startsWith(`${type}/`) ?? false;
}
