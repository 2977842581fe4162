import type { PlanState } from '../../../src/flows/ports.ts';
import {
  Conditions,
  openWorld,
  type Asked,
  type GatewayWorld,
  type Seen,
} from './gateway-world.ts';
import { requestOf, identifierOf, patientOf, type ScenarioPlan } from './high-events.ts';
import { lowWrites, lowRequest, followUp, placeOf, type Names } from './low-requests.ts';
import { ORGANISATIONS, organisation } from './region.ts';
import type { Event, Round, Scenario } from './scenario.ts';
import { knowledgeOf, type Knowledge } from './view.ts';

/** One request of the low recipient, as both worlds answered it. */
export interface Compared {
  readonly asked: Asked;
  readonly a: Seen;
  readonly b: Seen;
  readonly knownA: Knowledge;
  readonly knownB: Knowledge;
}

/** Two gateways with the same keys, ids and clock; only what happens in them differs. */
export class Worlds {
  readonly #conditions: Conditions;
  readonly #a: GatewayWorld;
  readonly #b: GatewayWorld;
  #scenarios = 0;

  private constructor(conditions: Conditions, a: GatewayWorld, b: GatewayWorld) {
    [this.#conditions, this.#a, this.#b] = [conditions, a, b];
  }

  static async open(): Promise<Worlds> {
    const conditions = new Conditions();
    return new Worlds(conditions, await openWorld(conditions), await openWorld(conditions));
  }

  async close(): Promise<void> {
    await this.#a.close();
    await this.#b.close();
  }

  /**
   * Lives through a scenario in both worlds.
   * @returns every request of the low recipient up to the round in which the views themselves differ
   */
  async run({ low, rounds }: Scenario): Promise<readonly Compared[]> {
    this.#scenarios += 1;
    const plan = await this.#createPlan(this.#scenarios);
    const own = { a: { ...plan, provisions: [] }, b: { ...plan, provisions: [] } };
    const compared: Compared[] = [];
    for (const [index, given] of rounds.entries()) {
      const now = Date.UTC(2026, 10, 2, 10 + index);
      const round = index === 0 ? { ...given, both: [peopleOf(low), ...given.both] } : given;
      await this.#happen(round, { now, step: `${this.#scenarios} ${index}`, ...own });
      this.#conditions.begin('look', now + 60_000);
      const asks = { low: organisation(low), now: now + 60_000 };
      const knownA = await knowledgeOf(this.#a, plan.planId, asks);
      const knownB = await knowledgeOf(this.#b, plan.planId, asks);
      if (knownA.view !== knownB.view) break;
      const before = new Date(now).toISOString();
      const asking = { low, round, plan, before, knownA, knownB };
      compared.push(...(await this.#askAll(asking, `${this.#scenarios} ${index} low`)));
    }
    return compared;
  }

  async #createPlan(number: number): Promise<ScenarioPlan> {
    this.#conditions.begin(`plan ${number}`, Date.UTC(2026, 10, 2, 9));
    const planId = this.#conditions.id();
    const members = [this.#conditions.id(), this.#conditions.id()];
    const plan = { planId, members, number, provisions: [] };
    const state = firstState(plan);
    const instant = new Date(this.#conditions.now).toISOString();
    const actor = { organisation: 'wijkteam', client: 'systeem' };
    const what = { v: 1, kind: 'change', trace: '0'.repeat(32), outcome: 'accepted' } as const;
    const entry = { ...what, actor, instant, plan: planId, changed: [] };
    for (const { store } of [this.#a, this.#b]) await store.createPlan({ planId, state, entry });
    return plan;
  }

  async #happen(
    { both, onlyA, onlyB }: Round,
    { now, step, a, b }: { now: number; step: string; a: Living; b: Living },
  ): Promise<void> {
    for (const [i, event] of both.entries()) {
      for (const [world, living] of [[this.#a, a] as const, [this.#b, b] as const]) {
        this.#conditions.begin(`${step} both ${i}`, now + i * 1000);
        await live(world, living, event);
      }
    }
    for (const [world, living, events] of [
      [this.#a, a, onlyA] as const,
      [this.#b, b, onlyB] as const,
    ]) {
      for (const [i, event] of events.entries()) {
        const name = world === this.#a ? 'a' : 'b';
        this.#conditions.begin(`${step} ${name} ${i}`, now + (10 + i) * 1000);
        await live(world, living, event);
      }
    }
  }

  async #askAll(asking: Asking, step: string): Promise<readonly Compared[]> {
    const { low, round, plan, knownA, knownB, before } = asking;
    const hidden = [...knownA.hidden, ...knownB.hidden].map((fact) => placeOf(plan.planId, fact));
    const visible = knownA.visible.map((fact) => placeOf(plan.planId, fact));
    const compared: Compared[] = [];
    const ask = async (asked: Asked): Promise<Seen> => {
      const begin = () => this.#conditions.begin(`${step} ${compared.length}`, AFTER(before));
      begin();
      const a = await this.#a.ask(asked);
      begin();
      const b = await this.#b.ask(asked);
      compared.push({ asked, a, b, knownA, knownB });
      return a;
    };
    const names: Names = { plan, visible: sorted(visible), hidden: sorted(hidden), before };
    for (const number of [...ALWAYS, ...round.requests]) {
      const asked = lowRequest(number, names, low);
      const next = followUp(asked, await ask(asked));
      if (next) await ask(next);
    }
    for (const push of lowWrites(low, round.pushes, plan)) await ask(push);
    return compared;
  }
}

/** The low recipient knows both people itself: there is somebody to search by. */
function peopleOf(by: Scenario['low']): Event {
  const person = { type: 'Patient', key: 'a', matter: 'unclassified', word: 'rust' } as const;
  const pieces = ([0, 1] as const).map((member) => ({ ...person, member, gone: false }));
  return { do: 'push', by, pieces };
}

interface Asking {
  readonly low: Scenario['low'];
  readonly round: Round;
  readonly plan: ScenarioPlan;
  readonly before: string;
  readonly knownA: Knowledge;
  readonly knownB: Knowledge;
}

type Living = ScenarioPlan & { provisions: readonly string[] };

/** Numbers of the requests that every round makes: the whole plan, its frame, and in pages. */
const ALWAYS = [0, 1, 2];
const AFTER = (before: string) => Date.parse(before) + 60_000;
const sorted = (places: readonly string[]) => [...new Set(places)].sort();

async function live(world: GatewayWorld, living: Living, event: Event): Promise<void> {
  const asked = requestOf(event, living);
  if (!asked) return;
  const { status, body } = await world.act(asked);
  if (status >= 300) throw new Error(`${asked.path} ${status} ${body}`);
  if (event.do !== 'provide') return;
  living.provisions = [...living.provisions, (JSON.parse(body) as { id: string }).id];
}

/** A household of two: everybody enrolled, some in the team, some with a care relation. */
function firstState(plan: ScenarioPlan): PlanState {
  const { members } = plan;
  const from = Date.UTC(2026, 0, 1);
  const period = { from, until: null };
  const born = ['1980-05-01', '2012-05-01'];
  const relations = [
    ['ggz', 0],
    ['schuldhulp', 0],
    ['schuldhulp', 1],
  ] as const;
  const team = ORGANISATIONS.filter(({ id }) => id !== 'jeugdhulp');
  const of = (id: (typeof ORGANISATIONS)[number]['id']) =>
    Object.fromEntries(
      members.map((member, i) => {
        const at = i as 0 | 1;
        return [member, [identifierOf(plan, id, at), patientOf(plan, id, at)]];
      }),
    );
  return {
    circumstances: {
      members: members.map((id, i) => ({
        id,
        birthDate: born[i] ?? null,
        birthPrecision: 'day' as const,
        deceasedAt: null,
        competence: [],
      })),
      persons: [],
      authorities: [],
      careTeam: team.map(({ id, role }) => ({ id: `t-${id}`, org: id, role, ...period })),
      careRelations: relations.map(([org, i]) => {
        return { id: `r-${org}-${i}`, org, subject: members[i] ?? '', ...period };
      }),
      levels: [{ level: 3, from }],
      safetyBlocks: [],
      emergencyAccesses: [],
      provisions: [],
    },
    coordinator: { org: 'wijkteam', role: 'care-coordinator' },
    enrolments: Object.fromEntries(ORGANISATIONS.map(({ id }) => [id, of(id)])),
    bsn: {},
  };
}
