import { CLINIC, setUpSmallRegion, TEAM, THERAPIST } from '../checks/crash/small-region.ts';
import { startInProcess } from './composed-gateway.ts';
import { testClient, type DoorAnswer } from './gateway-driver.ts';

export const REGISTER = 'org-brp';
export const CHILD = '999904024';
export const MOTHER = '999904012';
export const FATHER = '999904036';
const TEAM_AS = {
  organisation: TEAM,
  person: 'p',
  role: 'care-coordinator',
  purpose: 'plan-execution',
};
export interface Answered {
  readonly id: string;
  readonly minors: readonly {
    readonly outcome: string;
    readonly member?: string;
    readonly reasons: readonly { readonly code: string }[];
  }[];
}
export interface Managed {
  readonly persons: readonly { readonly id: string }[];
  readonly names: Record<string, string>;
  readonly authorities: readonly {
    readonly id: string;
    readonly subject: string;
    readonly holder: string;
    readonly status: string;
    readonly until: string | null;
    readonly answer?: string;
  }[];
  readonly authorityAnswers: readonly {
    readonly asOf: string;
    readonly confirmedAt: string;
    readonly doubts: readonly string[];
  }[];
}

/**
 * A gateway with a plan of a child and its mother, an authority source, and one fact about the child
 * that the team sees with consent only.
 */
export async function startAuthorityRegion() {
  const gateway = await startInProcess('embedded');
  const { driver, officer: client, officerOrganisation: organisation } = gateway;
  const region = await setUpSmallRegion(driver, { client, organisation });
  const { planId } = region;
  const brp = testClient('client-brp');
  const officer = await driver.token(
    client,
    { organisation, person: 'officer-1' },
    'policy.manage',
  );
  const put = (path: string, json: object) => driver.must('PUT', path, { token: officer, json });
  await put(`/v1/organisations/${REGISTER}`, {
    ...{ id: REGISTER, name: 'Burgerzaken', kind: 'municipality', domain: 'care-welfare' },
    ...{ roles: ['professional'], authoritySource: true },
  });
  await put('/v1/organisations/org-gi', {
    ...{ id: 'org-gi', name: 'Jeugdbescherming', kind: 'certified-institution' },
    ...{ domain: 'safety', roles: ['family-guardian'] },
  });
  await put(`/v1/clients/${brp.id}`, {
    id: brp.id,
    organisations: [
      { id: REGISTER, roles: ['professional'] },
      { id: TEAM, roles: [] },
    ],
    scopes: ['authority.answer'],
    jwks: brp.jwks,
  });
  const manage = await driver.token(region.team, TEAM_AS, 'plan.manage');
  const add = async (list: string, json: object) =>
    (
      (await driver.must('POST', `/v1/plans/${planId}/${list}`, { token: manage, json })) as {
        id: string;
      }
    ).id;
  const born = { birthDate: '2019-02-03', birthPrecision: 'day' };
  const child = await add('members', { ...born, bsn: CHILD });
  const mother = await add('members', { ...born, birthDate: '1988-01-01', bsn: MOTHER });
  await add('enrolments', { org: CLINIC, member: child, identifiers: ['Patient/kind'] });
  const pro = THERAPIST;
  await driver.must('POST', '/dossiers/fhir-r4', {
    token: await driver.token(region.clinic, pro, 'dossier.push'),
    type: 'application/fhir+json',
    body: JSON.stringify(HOUSING),
  });
  /** Answers as a person of another organisation of the same client would deliver them. */
  const post = async (json: object, { dry = '', headers = {}, as = REGISTER } = {}) =>
    driver.request('POST', `/v1/plans/${planId}/authority-answers${dry}`, {
      token: await driver.token(brp, { organisation: as, person: 'batch' }, 'authority.answer'),
      body: JSON.stringify(json),
      type: 'application/json',
      headers,
    });
  /** What the team sees of the plan. */
  const view = async (): Promise<DoorAnswer> =>
    driver.request('GET', `/fhir/CarePlan/${planId}.plan/$everything`, {
      token: await driver.token(region.team, TEAM_AS, 'system/*.rs'),
    });
  return {
    ...{ gateway, driver, region, planId, manage, child, mother, add, post },
    deliver: async (day: string, ...gezag: readonly object[]): Promise<Answered> => {
      const answer = { personen: [{ burgerservicenummer: CHILD, gezag }] };
      const { status, json, text } = await post({ answeredAt: `${day}T12:00:00Z`, answer });
      if (status !== 200) throw new Error(text);
      return json as Answered;
    },
    plan: async () =>
      (await driver.must('GET', `/v1/plans/${planId}`, { token: manage })) as Managed,
    /** Whether the team sees the fact that takes consent. */
    isShown: async () => (await view()).text.includes('verhuist vaak'),
    consent: (...givers: readonly string[]) =>
      add('provisions', {
        ...{ subject: child, kind: 'secrecy', effect: 'grant', givers },
        recipient: { organisation: TEAM },
        ...{ purpose: 'care-coordination', category: 'domain', from: '2026-01-01T00:00:00Z' },
      }),
  };
}

const HOUSING = {
  resourceType: 'Condition',
  id: 'woont',
  meta: {
    tag: [{ system: 'https://leefgebieden.example/CodeSystem/leefgebied', code: 'huisvesting' }],
  },
  subject: { reference: 'Patient/kind' },
  code: { text: 'verhuist vaak' },
};
