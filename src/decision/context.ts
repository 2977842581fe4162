import { ageAt } from '../consent/age.ts';
import type { ConsentKind } from '../consent/provision.ts';
import { consentResolver } from '../consent/resolve-consent.ts';
import type { ConsentResolver } from '../consent/resolve-consent.ts';
import { memberOf } from '../consent/standing.ts';
import { isWithin, wholeSecond } from '../vocabulary/instant.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { WellFormed } from './check-question.ts';
import type { Circumstances } from './circumstances.ts';
import type { DecisionInputs } from './decision.ts';
import type { Atoms } from './terms.ts';

/** What one decision knows beyond the rules; everything is worked out once, when first asked. */
export interface Context {
  readonly resolve: ConsentResolver;
  atoms(subject: string, label: string, law: string | undefined): Atoms;
}

/** The context of one decision: one question, one snapshot, one instant. */
export function contextOf(asked: WellFormed, inputs: DecisionInputs): Context {
  const { circumstances, policy } = inputs;
  const resolve = consentResolver(
    { people: circumstances, provisions: circumstances.provisions, codes: policy.hierarchies },
    asked,
  );
  const plan = answersOnPlan(asked, circumstances);
  const known = new Map<string, SubjectAnswers>();
  return {
    resolve,
    atoms: (subject, label, law) => {
      const about = known.get(subject) ?? answersOnSubject(subject, asked, circumstances);
      known.set(subject, about);
      return new PairAtoms(law, plan, about, (kind) => resolve(kind, subject, label).holds);
    },
  };
}

/** The atoms of one pair; a class because one is made for every distinct pair of a pull. */
class PairAtoms implements Atoms {
  readonly law: string | undefined;
  readonly #plan: PlanAnswers;
  readonly #about: SubjectAnswers;
  readonly #has: (kind: ConsentKind) => boolean;

  constructor(
    law: string | undefined,
    plan: PlanAnswers,
    about: SubjectAnswers,
    has: (kind: ConsentKind) => boolean,
  ) {
    this.law = law;
    this.#plan = plan;
    this.#about = about;
    this.#has = has;
  }

  get consent() {
    return this.#has('secrecy');
  }
  get gdpr() {
    return this.#has('gdpr');
  }
  get objection() {
    return this.#has('objection');
  }
  get restriction() {
    return this.#has('restriction');
  }
  get team() {
    return this.#plan.team();
  }
  get emergency() {
    return this.#plan.emergency();
  }
  get level() {
    return this.#plan.level();
  }
  get involved() {
    return this.#about.involved();
  }
  get age() {
    return this.#about.age();
  }
}

type PlanAnswers = ReturnType<typeof answersOnPlan>;
type SubjectAnswers = ReturnType<typeof answersOnSubject>;

function answersOnPlan({ organisation, role, now }: WellFormed, plan: Circumstances) {
  return {
    team: lazy(() =>
      plan.careTeam.some(
        (place) => place.org === organisation && place.role === role && isWithin(place, now),
      ),
    ),
    emergency: lazy(() =>
      plan.emergencyAccesses.some(
        (access) =>
          access.org === organisation &&
          (access.role === undefined || access.role === role) &&
          isWithin(access, now),
      ),
    ),
    level: lazy(() => levelAt(plan.levels, now)),
  };
}

function answersOnSubject(subject: string, { organisation, now }: WellFormed, plan: Circumstances) {
  return {
    involved: lazy(() =>
      plan.careRelations.some(
        (relation) =>
          relation.org === organisation && relation.subject === subject && isWithin(relation, now),
      ),
    ),
    age: lazy(() => {
      const member = memberOf(plan, subject);
      return member && ageAt(member, now);
    }),
  };
}

/** The level that began last; undefined before the first. */
function levelAt(levels: Circumstances['levels'], now: Instant): number | undefined {
  let latest: Circumstances['levels'][number] | undefined;
  for (const entry of levels) {
    if (wholeSecond(entry.from) > wholeSecond(now)) continue;
    if (!latest || wholeSecond(entry.from) >= wholeSecond(latest.from)) latest = entry;
  }
  return latest?.level;
}

function lazy<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => (done ??= { value: work() }).value;
}
