import type { Circumstances, DecisionRegister } from '../../src/decision/circumstances.ts';
import type { FactHead, Question } from '../../src/decision/decision.ts';
import type { PolicyRows } from './plain-policy-table.ts';
import { isCode, up } from './reference-codes.ts';
import { hasConsent, open, possibleAges, second } from './reference-consent.ts';

/**
 * The decision semantics read line by line, slowly and naively: everything is worked out again for
 * every pair. It shares no code with the product, so that both can be wrong only independently.
 */
export interface ReferenceInputs {
  readonly rows: PolicyRows;
  readonly register: DecisionRegister;
  readonly circumstances: Circumstances;
}
export interface ReferenceVerdict {
  readonly reason: string;
  /** One basis per pair of a fact that is permitted by the policy; else empty. */
  readonly bases: readonly string[];
}

const NEAR_TO_FAR =
  'consent-needed age-or-level no-care-relation not-in-team objection denied-by-rule no-rule'.split(
    ' ',
  );
const STATUTES =
  'jeugdwet wmo-2015 participatiewet wgs wgbo onderwijs leerplichtwet wlz zvw bw1 politiewet family'.split(
    ' ',
  );
const near = (list: readonly string[]) =>
  NEAR_TO_FAR.find((one) => list.includes(one)) ?? 'no-rule';
const far = (list: readonly string[]) =>
  [...NEAR_TO_FAR].reverse().find((one) => list.includes(one))!;
/** A refusal code for the whole question, or a verdict per fact. */
export function referenceDecision(
  question: Question,
  inputs: ReferenceInputs,
  facts: readonly FactHead[],
): string | ReadonlyMap<string, ReferenceVerdict> {
  const { organisation, role, purpose, act } = question;
  const { rows, register } = inputs;
  const recipient = register.organisations.get(organisation);
  if (!recipient || !isCode(rows, 'g4', recipient.kind)) return 'unknown-recipient';
  if (!role || !recipient.roles.includes(role) || !isCode(rows, 'g', role))
    return 'role-not-allowed';
  if (!purpose) return 'purpose-required';
  const bases = isCode(rows, 'g2', purpose) ? register.purposes.get(purpose) : undefined;
  const openTo = recipient.purposes ?? [purpose];
  if (!bases || !openTo.includes(purpose)) return 'purpose-not-allowed';
  if (!['read', 'notify'].includes(act)) return 'indeterminate';
  const asked = {
    organisation,
    kind: recipient.kind,
    role,
    purpose,
    act,
    bases,
    now: question.now,
  };
  return new Map(facts.map((fact) => [fact.id, judgeFact(fact, asked, inputs)]));
}

interface Asked {
  readonly organisation: string;
  readonly kind: string;
  readonly role: string;
  readonly purpose: string;
  readonly act: string;
  readonly bases: readonly string[];
  readonly now: number;
}

function judgeFact(fact: FactHead, asked: Asked, inputs: ReferenceInputs): ReferenceVerdict {
  const { rows, circumstances } = inputs;
  if (fact.source === asked.organisation) return { reason: 'own', bases: [] };
  const isMember = (id: string) => circumstances.members.some((member) => member.id === id);
  const blocked = circumstances.safetyBlocks.some(
    ({ subject, recipients, ...period }) =>
      open(period, asked.now) &&
      fact.subjects.includes(subject) &&
      isMember(subject) &&
      (recipients === 'all' ||
        recipients.includes(asked.organisation) ||
        [...up(rows, 'g4', asked.kind)].some((kind) => recipients.includes(kind))),
  );
  if (blocked) return { reason: 'safety-block', bases: [] };
  const strange =
    fact.subjects.length === 0 ||
    fact.labels.length === 0 ||
    !fact.subjects.every(isMember) ||
    !fact.labels.every((label) => isCode(rows, 'g3', label)) ||
    fact.labels.some((label) => up(rows, 'g3', label).has('unclassified')) ||
    (fact.law !== undefined && !STATUTES.includes(fact.law));
  if (strange) return { reason: 'indeterminate', bases: [] };
  const pairs = fact.subjects.flatMap((subject) =>
    fact.labels.map((label) => judgePair({ subject, label, law: fact.law }, asked, inputs)),
  );
  const missed = pairs.filter(({ basis }) => basis === undefined).map(({ reason }) => reason);
  if (missed.length > 0) return { reason: far(missed), bases: [] };
  return { reason: 'permitted', bases: pairs.map(({ basis }) => basis!) };
}

interface Pair {
  readonly subject: string;
  readonly label: string;
  readonly law: string | undefined;
}

function judgePair(
  pair: Pair,
  asked: Asked,
  inputs: ReferenceInputs,
): { reason: string; basis?: string } {
  const misses: string[] = [];
  for (const basis of asked.bases) {
    const reason = judgeBasis(basis, pair, asked, inputs);
    if (reason === 'permitted') return { reason, basis };
    misses.push(reason);
  }
  return { reason: near(misses) };
}

function judgeBasis(basis: string, pair: Pair, asked: Asked, inputs: ReferenceInputs): string {
  const applicable = inputs.rows.filter((row) => applies(row, basis, pair, { asked, inputs }));
  const judged = applicable.map((row) => {
    const [cond, eft] = [row[8]!, row[9]!];
    const terms = cond.split(' & ');
    if (eft === 'allow' && basis === 'consent') terms.push('(gdpr)');
    const failing = terms.filter((term) => !isTrue(term, eft, pair, { asked, inputs }));
    const named = terms.includes('objection') || terms.includes('restriction');
    return { eft, failing, denial: named ? 'objection' : 'denied-by-rule' };
  });
  const allows = judged.filter(({ eft }) => eft === 'allow');
  const denies = judged.filter(({ eft, failing }) => eft === 'deny' && failing.length === 0);
  if (denies.length > 0) return far(denies.map(({ denial }) => denial));
  if (allows.some(({ failing }) => failing.length === 0)) return 'permitted';
  return near(allows.map(({ failing }) => far(failing.map(missOf))));
}

function applies(
  [type, , role, org, purpose, cat, ruleBasis, act]: readonly string[],
  basis: string,
  { label }: Pair,
  { asked, inputs: { rows } }: { asked: Asked; inputs: ReferenceInputs },
): boolean {
  if (type !== 'p' || act !== asked.act || ![basis, '*'].includes(ruleBasis!)) return false;
  const ways = [
    ['g', asked.role, role],
    ['g4', asked.kind, org],
    ['g2', asked.purpose, purpose],
    ['g3', label, cat],
  ] as const;
  return ways.every(([list, code, named]) => up(rows, list, code).has(named!));
}

function missOf(term: string): string {
  if (term === 'consent' || term === '(gdpr)') return 'consent-needed';
  if (term === 'team') return 'not-in-team';
  if (term === 'involved') return 'no-care-relation';
  return term.startsWith('age') || term.startsWith('level') ? 'age-or-level' : 'no-rule';
}

function isTrue(
  term: string,
  eft: string,
  pair: Pair,
  { asked, inputs }: { asked: Asked; inputs: ReferenceInputs },
): boolean {
  const world = inputs.circumstances;
  const { now, organisation, role } = asked;
  const consent = (kind: string) =>
    hasConsent(kind, pair.subject, pair.label, { ...inputs, asked });
  const flags: Readonly<Record<string, () => boolean>> = {
    always: () => true,
    consent: () => consent('secrecy'),
    '(gdpr)': () => consent('gdpr'),
    objection: () => consent('objection'),
    restriction: () => consent('restriction'),
    team: () =>
      world.careTeam.some((t) => t.org === organisation && t.role === role && open(t, now)),
    involved: () =>
      world.careRelations.some(
        (r) => r.org === organisation && r.subject === pair.subject && open(r, now),
      ),
    emergency: () =>
      world.emergencyAccesses.some(
        (e) => e.org === organisation && (!e.role || e.role === role) && open(e, now),
      ),
  };
  return flags[term] ? flags[term]() : isComparison(term, eft, pair, { world, now });
}

/** `age>=16`, `level<4`, `law!=wgs`: what is not known is false in an allow, true in a deny. */
function isComparison(
  term: string,
  eft: string,
  { subject, law }: Pair,
  { world, now }: { world: Circumstances; now: number },
): boolean {
  const [, word, operator, value] = /^(age|level|law)(>=|<|!=|=)(.+)$/.exec(term) ?? [];
  const levels = world.levels.filter(({ from }) => second(from) <= second(now));
  const level = levels.sort((a, b) => second(a.from) - second(b.from)).at(-1)?.level;
  const known: readonly (string | number | undefined)[] =
    word === 'law' ? [law] : word === 'age' ? possibleAges(world, subject, now) : [level];
  if (known.length === 0 || known[0] === undefined) return eft === 'deny';
  const holds = (one: string | number | undefined) => {
    if (operator === '>=') return Number(one) >= Number(value);
    if (operator === '<') return Number(one) < Number(value);
    return operator === '=' ? one === value : one !== value;
  };
  return eft === 'allow' ? known.every(holds) : known.some(holds);
}
