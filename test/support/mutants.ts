import type { Circumstances } from '../../src/decision/circumstances.ts';
import type { PolicyTable } from '../../src/policies/policy.ts';
import type { RandomWorld } from './random-world.ts';

/**
 * Broken products, made by handing a right one a falsified world. A harness that cannot tell them
 * from the real thing proves nothing.
 */
export const MUTANTS: Readonly<Record<string, (world: RandomWorld) => RandomWorld>> = {
  'skips denies': (world) => ({ ...world, rows: world.rows.filter((row) => row[9] !== 'deny') }),
  'tries the bases in another order': (world) => ({
    ...world,
    register: {
      ...world.register,
      purposes: new Map(
        [...world.register.purposes].map(([code, bases]) => [code, [...bases].reverse()]),
      ),
    },
  }),
  'ignores that a birth date is imprecise': changing((all) => ({
    members: all.members.map((member) =>
      member.birthDate === null
        ? member
        : {
            ...member,
            birthDate: `${member.birthDate}-01-01`.slice(0, 10),
            birthPrecision: 'day',
          },
    ),
  })),
  'takes an unknown birth date for an adult': changing((all) => ({
    members: all.members.map((member) =>
      member.birthDate === null
        ? { ...member, birthDate: '1970-01-01', birthPrecision: 'day' }
        : member,
    ),
  })),
  'ignores holders who are undetermined': changing((all) => ({
    authorities: all.authorities.filter(({ status }) => status !== 'undetermined'),
  })),
  'takes undetermined for established': changing((all) => ({
    authorities: all.authorities.map((one) =>
      one.status === 'undetermined' ? { ...one, status: 'established' } : one,
    ),
  })),
  'still asks who was set aside': changing((all) => ({
    authorities: all.authorities.map((one) =>
      one.status === 'set-aside' ? { ...one, status: 'established' } : one,
    ),
  })),
  'drops an unwilling holder': changing((all) => ({
    authorities: all.authorities.filter(({ status }) => status !== 'unwilling'),
  })),
  'takes a bewindvoerder for a mentor': changing((all) => ({
    authorities: all.authorities.map((one) =>
      one.kind === 'bewindvoerder' ? { ...one, kind: 'mentor' } : one,
    ),
  })),
  'gives the ladder a say over gdpr consent': changing((all) => ({
    authorities: all.authorities.map((one) =>
      one.kind === 'partner' ? { ...one, kind: 'mentor' } : one,
    ),
  })),
  'ignores incompetence': changing((all) => ({
    members: all.members.map((member) => ({ ...member, competence: [] })),
  })),
  'ignores death': changing((all) => ({
    members: all.members.map((member) => ({ ...member, deceasedAt: null })),
  })),
  'ignores the death of a representative': changing(() => ({ persons: [] })),
  'lets every grant outlive its subject': changing((all) => ({
    provisions: all.provisions.map((one) => ({ ...one, afterDeath: true })),
  })),
  'takes until for inclusive': changing((all) => ({
    provisions: all.provisions.map((one) => ({
      ...one,
      until: one.until === null ? null : one.until + 1000,
    })),
  })),
  'closes a withdrawn consent a second late': changing((all) => ({
    provisions: all.provisions.map((one) => ({
      ...one,
      withdrawnAt: one.withdrawnAt === null ? null : one.withdrawnAt + 1000,
    })),
  })),
  'takes anyone for as close as a kind': changing((all) => ({
    provisions: all.provisions.map((one) =>
      'any' in one.recipient ? { ...one, recipient: { kind: 'any-organisation' } } : one,
    ),
  })),
  'forgets objections': changing((all) => ({
    provisions: all.provisions.filter(({ kind }) => kind !== 'objection'),
  })),
  'forgets restrictions': changing((all) => ({
    provisions: all.provisions.filter(({ kind }) => kind !== 'restriction'),
  })),
  'forgets blocks': changing(() => ({ safetyBlocks: [] })),
  'lets a block on a stranger count': (world) => ({
    ...world,
    facts: world.facts.map((fact) => ({
      ...fact,
      subjects: fact.subjects.filter((subject) => subject !== 'stranger'),
    })),
  }),
  'opens an emergency for every role': changing((all) => ({
    emergencyAccesses: all.emergencyAccesses.map(({ id, org, from, until }) => ({
      id,
      org,
      from,
      until,
    })),
  })),
  'counts a place in the team for every role': changing((all) => ({
    careTeam: all.careTeam.map((one) => ({ ...one, role: 'family-worker' })),
  })),
  'forgets the level': changing(() => ({ levels: [] })),
  'takes an unknown statute for none': (world) => ({
    ...world,
    facts: world.facts.map(({ law, ...fact }) =>
      law === undefined || law === 'no-such-statute' ? fact : { ...fact, law },
    ),
  }),
  'asks about the first subject only': (world) => ({
    ...world,
    facts: world.facts.map((fact) => ({ ...fact, subjects: fact.subjects.slice(0, 1) })),
  }),
  'asks about the first label only': (world) => ({
    ...world,
    facts: world.facts.map((fact) => ({ ...fact, labels: fact.labels.slice(0, 1) })),
  }),
};

function changing(change: (all: Circumstances) => Partial<Circumstances>) {
  return (world: RandomWorld): RandomWorld => ({
    ...world,
    circumstances: { ...world.circumstances, ...change(world.circumstances) },
  });
}

/** A broken product, made by a table that hides what a rule is based on. */
export function forgetsImpliedConsent(table: PolicyTable): PolicyTable {
  return {
    ...table,
    applicableRules: (cell) => table.applicableRules(cell).map((rule) => ({ ...rule, basis: '*' })),
  };
}
