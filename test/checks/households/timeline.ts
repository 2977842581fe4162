import type { PlanList } from '../../../src/flows/flows.ts';
import type { World } from './household.ts';

/** Something that happens to the household at one instant. */
export type Happening =
  | {
      readonly at: number;
      readonly do: 'add';
      readonly list: PlanList;
      readonly name: string;
      readonly body: object;
    }
  | {
      readonly at: number;
      readonly do: 'replace';
      readonly list: PlanList;
      readonly name: string;
      readonly body: object;
    }
  | { readonly at: number; readonly do: 'withdraw'; readonly name: string };

/**
 * The world as a list of happenings in order of time: every record is added when it begins and
 * ended when it ends, a withdrawal and a death happen at their instants.
 */
export function timeline(world: World): Happening[] {
  const happenings = [
    ...memberHappenings(world),
    ...dated(world.authorities, 'authorities', ['subject', 'holder', 'kind', 'status']),
    ...dated(world.careTeam, 'care-team', ['org', 'role']),
    ...dated(world.careRelations, 'care-relations', ['org', 'subject']),
    ...dated(world.safetyBlocks, 'safety-blocks', ['subject', 'recipients']),
    ...dated(
      world.emergencyAccesses.map((access) => ({ ...access, reason: 'medical-emergency' })),
      'emergency-accesses',
      ['org', 'role', 'reason'],
    ),
    ...world.plan.levels.map(({ level, from }, i) => ({
      at: Date.parse(from),
      do: 'add' as const,
      list: 'levels' as const,
      name: `level-${i}`,
      body: { level, from },
    })),
    ...consentHappenings(world),
  ];
  return happenings.sort((a, b) => a.at - b.at);
}

function memberHappenings(world: World): Happening[] {
  return world.members.flatMap((member) => {
    const { id, birthDate, birthPrecision, bsn } = member;
    const instants = [...member.competence.map((c) => c.from), member.deceased ?? []].flat();
    return instants.map((instant): Happening => {
      const at = Date.parse(instant);
      const competence = member.competence.filter((c) => Date.parse(c.from) <= at);
      const dead = member.deceased !== null && Date.parse(member.deceased) <= at;
      const body = {
        birthDate,
        birthPrecision,
        ...(bsn ? { bsn } : {}),
        deceasedAt: dead ? member.deceased : null,
        competence,
      };
      return { at, do: 'replace', list: 'members', name: id, body };
    });
  });
}

interface Period {
  readonly from: string;
  readonly until: string | null;
}

function dated(records: readonly Period[], list: PlanList, fields: readonly string[]): Happening[] {
  return records.flatMap((record, i) => {
    const all = record as Period & Readonly<Record<string, unknown>>;
    const kept = Object.fromEntries(
      fields.flatMap((field) => (all[field] === undefined ? [] : [[field, all[field]]])),
    );
    const name = `${list}-${i}`;
    const { from, until } = record;
    const begins: Happening = {
      at: Date.parse(from),
      do: 'add',
      list,
      name,
      body: { ...kept, from, until: null },
    };
    if (until === null) return [begins];
    const body = { ...kept, from, until };
    return [begins, { at: Date.parse(until), do: 'replace', list, name, body }];
  });
}

function consentHappenings(world: World): Happening[] {
  return world.consents.flatMap((consent) => {
    const { id, withdrawnAt, ...rest } = consent;
    const at = Date.parse(consent.from);
    const given: Happening = { at, do: 'add', list: 'provisions', name: id, body: rest };
    if (withdrawnAt === undefined || withdrawnAt === null) return [given];
    const withdrawn = Date.parse(withdrawnAt);
    // A withdrawal that precedes the beginning is known when the provision is entered.
    if (withdrawn <= at) return [{ ...given, body: { ...rest, withdrawnAt } }];
    return [given, { at: withdrawn, do: 'withdraw', name: id }];
  });
}
