import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority, Member } from '../../src/consent/people.ts';
import type { Provision } from '../../src/consent/provision.ts';
import type {
  CareRelation,
  Circumstances,
  DecisionRegister,
  EmergencyAccess,
  RegisteredOrganisation,
  SafetyBlock,
  TeamMembership,
} from '../../src/decision/circumstances.ts';
import type { FactHead, Question } from '../../src/decision/decision.ts';
import type { LegalBasis } from '../../src/vocabulary/bases.ts';
import type { Instant } from '../../src/vocabulary/instant.ts';
import { readCsv } from './csv.ts';
import { policyRowsOf } from './plain-policy-table.ts';
import type { PolicyRows } from './plain-policy-table.ts';

/** A period as the fixtures write it: ISO 8601 with an offset. */
interface RawPeriod {
  readonly from: string;
  readonly until?: string | null;
}
type Raw<T, Extra = unknown> = Omit<T, 'id' | 'from' | 'until'> &
  RawPeriod & { readonly id?: string } & Extra;

/** `world.json` as documented beside the households. */
export interface RawWorld {
  readonly members: readonly {
    readonly id: string;
    readonly birthDate: string | null;
    readonly birthPrecision: Member['birthPrecision'];
    readonly deceased: string | null;
    readonly competence: readonly { readonly competent: boolean; readonly from: string }[];
  }[];
  readonly persons: readonly { readonly id: string; readonly deceased?: string | null }[];
  readonly authorities: readonly Raw<Authority>[];
  readonly organisations: readonly RegisteredOrganisation[];
  readonly careTeam: readonly Raw<TeamMembership>[];
  readonly careRelations: readonly Raw<CareRelation>[];
  readonly plan: { readonly levels: readonly { readonly level: number; readonly from: string }[] };
  readonly purposes: readonly { readonly code: string; readonly bases: readonly LegalBasis[] }[];
  readonly safetyBlocks: readonly Raw<SafetyBlock>[];
  readonly emergencyAccesses: readonly Raw<EmergencyAccess>[];
  readonly consents: readonly (Raw<Omit<Provision, 'withdrawnAt' | 'afterDeath'>> & {
    readonly withdrawnAt?: string | null;
    readonly afterDeath?: boolean;
  })[];
}

/** A request as the fixtures write it. */
export interface RawRequest {
  readonly org: string;
  readonly role?: string;
  readonly purpose?: string;
  readonly act: string;
  readonly now: string;
}

/** What is expected of one request; `bases` only in the random worlds. */
export interface ExpectedAnswer {
  readonly id: string;
  readonly request: RawRequest;
  readonly refused: string | null;
  readonly sees: readonly string[];
  readonly reasons: Readonly<Record<string, string>>;
  readonly bases?: Readonly<Record<string, readonly string[]>>;
}

/** Everything a check needs to put questions to the decision core. */
export interface LoadedWorld {
  readonly name: string;
  readonly rows: PolicyRows;
  readonly register: DecisionRegister;
  readonly circumstances: Circumstances;
  readonly facts: readonly FactHead[];
  readonly cases: readonly ExpectedAnswer[];
}

/** Reads one random world (`worlds/README.md`). */
export function loadRandomWorld(file: string): LoadedWorld {
  const raw = readJson(file) as {
    readonly policy: PolicyRows;
    readonly world: RawWorld;
    readonly facts: readonly FactHead[];
    readonly requests: readonly Omit<ExpectedAnswer, 'id'>[];
  };
  return {
    name: file.replace(/^.*\//, '').replace(/\.json$/, ''),
    rows: raw.policy,
    ...fromWorld(raw.world),
    facts: raw.facts,
    cases: raw.requests.map((request, index) => ({ ...request, id: `request ${index}` })),
  };
}

/** Reads one household folder (`households/README.md`): world, policy, facts and cases. */
export function loadHousehold(folder: string): LoadedWorld {
  const { cases } = readJson(join(folder, 'cases.json')) as { cases: readonly ExpectedAnswer[] };
  return {
    name: folder.replace(/\/$/, '').replace(/^.*\//, ''),
    rows: policyRowsOf(readFileSync(join(folder, 'policy.csv'), 'utf8')),
    ...fromWorld(readJson(join(folder, 'world.json')) as RawWorld),
    facts: readCsv(readFileSync(join(folder, 'facts.csv'), 'utf8')).map(factHeadOf),
    cases,
  };
}

/** A world as register and circumstances. */
export function fromWorld(world: RawWorld): {
  register: DecisionRegister;
  circumstances: Circumstances;
} {
  return {
    register: {
      organisations: new Map(world.organisations.map((org) => [org.id, org])),
      purposes: new Map(world.purposes.map(({ code, bases }) => [code, bases])),
    },
    circumstances: {
      members: world.members.map(memberOf),
      persons: world.persons.map(({ id, deceased }) => ({
        id,
        deceasedAt: instantOrNull(deceased),
      })),
      authorities: world.authorities.map(dated('authority')),
      careTeam: world.careTeam.map(dated('place')),
      careRelations: world.careRelations.map(dated('relation')),
      levels: world.plan.levels.map(({ level, from }) => ({ level, from: instantOf(from) })),
      safetyBlocks: world.safetyBlocks.map(dated('block')),
      emergencyAccesses: world.emergencyAccesses.map(dated('emergency')),
      provisions: world.consents.map(dated('provision')).map((provision) => ({
        ...provision,
        withdrawnAt: instantOrNull(provision.withdrawnAt),
        afterDeath: provision.afterDeath ?? false,
      })),
    },
  };
}

/** A fixture's request as a question; a missing role or purpose stays missing. */
export function questionOf({ org, role, purpose, act, now }: RawRequest): Question {
  return {
    organisation: org,
    act,
    now: instantOf(now),
    ...(role === undefined ? {} : { role }),
    ...(purpose === undefined ? {} : { purpose }),
  };
}

/** An instant written with its offset. */
export function instantOf(text: string): Instant {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new RangeError(`no instant: ${text}`);
  return instant;
}

function instantOrNull(text: string | null | undefined): Instant | null {
  return text === null || text === undefined ? null : instantOf(text);
}

function memberOf(raw: RawWorld['members'][number]): Member {
  return {
    id: raw.id,
    birthDate: raw.birthDate,
    birthPrecision: raw.birthPrecision,
    deceasedAt: instantOrNull(raw.deceased),
    competence: raw.competence.map(({ competent, from }) => ({
      competent,
      from: instantOf(from),
    })),
  };
}

function dated(kind: string) {
  return <T extends RawPeriod & { readonly id?: string }>(raw: T, index: number) => ({
    ...raw,
    id: raw.id ?? `${kind}-${index}`,
    from: instantOf(raw.from),
    until: instantOrNull(raw.until),
  });
}

function factHeadOf(row: ReadonlyMap<string, string>): FactHead {
  const list = (column: string) => (row.get(column) ?? '').split(';').filter((one) => one !== '');
  const law = row.get('law');
  return {
    id: row.get('id') ?? '',
    source: row.get('source') ?? '',
    subjects: list('subjects'),
    labels: list('labels'),
    ...(law === undefined || law === '' ? {} : { law }),
  };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
