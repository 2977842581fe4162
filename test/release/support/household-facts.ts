import type { Element, Fact, Json, PlanResourceType } from '../../../src/plan/fact.ts';

interface Said {
  readonly source: string;
  readonly type: PlanResourceType;
  readonly key: string;
  readonly labels: readonly string[];
  readonly subjects?: readonly string[];
  readonly elements: Readonly<Record<string, Json>>;
  readonly since?: number;
  readonly dossier?: string;
}

let made = 0;

/** A fact from `path/to/#key` → value pairs. */
export function fact(said: Said): Fact {
  made += 1;
  const elements: Element[] = Object.entries(said.elements).map(([path, value]) => ({
    path: path.split('/'),
    value,
  }));
  return {
    id: `f${String((made * 7919) % 9973).padStart(4, '0')}-${String(made)}`,
    source: said.source,
    labels: said.labels,
    subjects: said.subjects ?? ['daan'],
    dossier: said.dossier ?? 'd1',
    places: [`/${String(made)}`],
    resource: { type: said.type, key: said.key },
    elements,
    since: said.since ?? Date.UTC(2026, 9, 1 + (made % 28)),
    mapping: `${said.source} 1.0.0`,
  };
}

const DAAN = { reference: 'member:daan', type: 'Patient', display: 'Daan van Dalen QDISPLAY' };
const SCT = 'http://snomed.info/sct';
const text = (words: string) => ({ text: words });

function patients(): Fact[] {
  const who = (source: string, key: string, label: string, elements: Said['elements']) =>
    fact({ source, type: 'Patient', key, labels: [label], subjects: [key], elements });
  return [
    who('org-team', 'daan', 'identity.name', {
      'name/#n': { use: 'official', family: 'van Dalen', given: ['Daan', 'Jan'] },
      gender: 'male',
    }),
    who('org-ggz', 'daan', 'identity.name', {
      'name/#n/text': 'Daan van Dalen Qusat',
      'name/#n/family': 'van Dalen Qusat',
      gender: 'male',
    }),
    who('org-team', 'daan', 'identity.birth', { birthDate: '2010-11-14' }),
    who('org-ggz', 'daan', 'identity.birth', { birthDate: '2010-11-15' }),
    who('org-school', 'daan', 'identity.birth', { birthDate: '2010-11' }),
    who('org-ggz', 'daan', 'identity.bsn', {
      'identifier/#bsn': { system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '999904024' },
    }),
    who('org-ggz', 'daan', 'identity.household', {
      'identifier/#own': { system: 'https://ggz.example/nr', value: 'DH-Q44DC' },
    }),
    who('org-ggz', 'daan', 'identity.contact', {
      'telecom/#1': { system: 'phone', use: 'mobile', value: '+31637920614' },
    }),
    who('org-school', 'daan', 'identity.contact', { 'telecom/#1/value': '0637920614' }),
    who('org-team', 'daan', 'identity.address', {
      'address/#1': { line: ['Dorpsstraat 1'], city: 'Voorbeeld', postalCode: '1234AB' },
      'contact/#1/relationship': [text('moeder')],
    }),
    who('org-ggz', 'samira', 'identity.name', { 'name/#r': text('S. Idrissi') }),
    who('org-team', 'samira', 'identity.household', { deceasedBoolean: false, active: true }),
    who('org-ggz', 'samira', 'identity.household', { deceasedDateTime: '2026-01-01' }),
    who('org-team', 'noor', 'identity.household', {
      'communication/#1/preferred': true,
      maritalStatus: text('ongehuwd'),
    }),
    who('org-school', 'noor', 'identity.household', { maritalStatus: text('kind') }),
  ];
}

function clinical(): Fact[] {
  const ggz = (type: PlanResourceType, key: string, labels: string[], elements: Said['elements']) =>
    fact({ source: 'org-ggz', type, key, labels, elements });
  return [
    ggz('Condition', 'c1', ['domain.mental-health'], {
      clinicalStatus: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'resolved' },
        ],
      },
      code: { coding: [{ system: SCT, code: '35489007', display: 'Depressie' }], text: 'Q3DJF' },
      subject: DAAN,
      recorder: { reference: 'local:Practitioner/p1', display: 'QDISPLAY' },
    }),
    ggz('Condition', 'c1', ['domain.mental-health'], { abatementDateTime: '2026-05' }),
    ggz('Condition', 'c1', ['notes.free-text'], {
      'note/#1': { text: 'QW2Z3', time: '2026-05-01' },
    }),
    ggz('Practitioner', 'p1', ['participation.sensitive'], { 'name/#1': text('drs. P. Qosil') }),
    ggz('Goal', 'g1', ['plan.goals'], {
      lifecycleStatus: 'active',
      description: text('Q56Z5'),
      subject: DAAN,
    }),
    ggz('Goal', 'g1', ['plan.evaluation'], {
      'target/#1/detailString': 'QGZMX',
      'target/#1/dueDate': '2027-01-15',
    }),
    ggz('Goal', 'g1', ['plan.goals'], { 'target/#1/measure': text('opstaan') }),
    ggz('Goal', 'g1', ['domain.mental-health'], {
      'addresses/#1': { reference: 'local:Condition/c1', display: 'QDISPLAY' },
    }),
    ggz('Observation', 'o1', ['domain.mental-health'], {
      status: 'final',
      code: text('T-score'),
      valueQuantity: { value: 41.7305, unit: 'T', code: 'T' },
    }),
    ggz('Observation', 'o1', ['domain.mental-health'], { valueString: 'QD2J4' }),
    ggz('Observation', 'o1', ['domain.mental-health'], {
      'component/#1/valueInteger': 3,
      subject: DAAN,
      'performer/#1': { reference: 'local:Practitioner/p1' },
    }),
    ggz('EpisodeOfCare', 'e1', ['participation.sensitive'], {
      status: 'active',
      patient: DAAN,
      'diagnosis/#1/condition': { reference: 'local:Condition/c1' },
      'diagnosis/#1/role': text('reden'),
      managingOrganization: { display: 'QDISPLAY' },
    }),
    ggz('EpisodeOfCare', 'e1', ['participation.sensitive'], {
      'diagnosis/#2/condition': { reference: 'local:Condition/c1' },
    }),
  ];
}

function agreed(): Fact[] {
  const team = (
    type: PlanResourceType,
    key: string,
    labels: string[],
    elements: Said['elements'],
  ) => fact({ source: 'org-team', type, key, labels, elements, subjects: ['daan', 'samira'] });
  return [
    team('Task', 't1', ['plan.agreements'], {
      status: 'in-progress',
      intent: 'plan',
      description: 'QTAAK',
      for: DAAN,
      focus: { reference: 'local:Goal/g9' },
    }),
    team('Task', 't1', ['participation.team'], { owner: { reference: 'local:Practitioner/w1' } }),
    team('Task', 't1', ['plan.agreements'], { 'input/#1/valueString': 'wekelijks' }),
    team('Goal', 'g9', ['plan.goals'], { description: text('schulden regelen') }),
    team('Goal', 'g9', ['plan.goals'], { lifecycleStatus: 'active' }),
    team('Practitioner', 'w1', ['participation.team'], { 'name/#1': text('mw. Jansen') }),
    team('RelatedPerson', 'r1', ['third-party'], {
      'relationship/#1': text('oma'),
      patient: { reference: 'member:noor' },
      'telecom/#1': { value: '0612345678' },
    }),
    team('Flag', 'fl1', ['safety.measure'], { code: text('OTS'), status: 'active' }),
    team('Flag', 'fl1', ['safety.measure'], { subject: DAAN, period: { start: '2026-01-01' } }),
    team('Communication', 'm1', ['notes.free-text'], { 'payload/#1/contentString': 'QGESPREK' }),
    team('Communication', 'm1', ['plan.coordination'], { status: 'completed', subject: DAAN }),
    team('CarePlan', '', ['plan.agreements'], {
      'activity/#1/detail/description': 'Q4KVX',
      'activity/#1/detail/performer/#p': { reference: 'local:Practitioner/w1' },
      status: 'draft',
    }),
    team('CarePlan', '', ['plan.coordination'], { title: 'Eén gezin, één plan' }),
    team('CareTeam', '', ['participation.team'], {
      'participant/#1/member': { reference: 'local:Practitioner/w1', display: 'QDISPLAY' },
      'participant/#1/onBehalfOf': { reference: 'member:noor' },
    }),
    team('CareTeam', '', ['participation.team'], { 'participant/#2/role': [text('mentor')] }),
    team('ServiceRequest', 's1', ['plan.agreements'], {
      'orderDetail/#1': text('zes uur'),
      status: 'active',
      intent: 'order',
    }),
    team('ServiceRequest', 's1', ['plan.agreements'], { code: text('45A04'), subject: DAAN }),
  ];
}

function refuse(): Fact[] {
  const school = (
    key: string,
    elements: Said['elements'],
    type: PlanResourceType = 'Observation',
  ) => fact({ source: 'org-school', type, key, labels: ['domain.work-education'], elements });
  return [
    school('verzuim', { status: 'final', code: text('verzuim'), valueInteger: 41, subject: DAAN }),
    school('verzuim', { text: { status: 'generated', div: '<div>QNARRATIVE</div>' } }),
    school('verzuim', { 'extension/#1': { url: 'http://x', valueString: 'QEXTENSION' } }),
    school('verzuim', { contained: [{ resourceType: 'Patient', id: 'QCONTAINED' }] }),
    school('verzuim', { _status: { extension: [{ url: 'http://x', valueString: 'QSIBLING' }] } }),
    school('verzuim', { meta: { tag: [{ code: 'QMETA' }] }, id: 'QID', language: 'nl' }),
    school('g', { subject: { reference: 'Patient/p1', identifier: { value: 'QIDENT' } } }, 'Goal'),
    fact({
      source: 'org-team',
      type: 'CarePlan',
      key: '',
      labels: ['plan.coordination'],
      elements: { title: 'Gezinsplan' },
    }),
    fact({
      source: 'org-schuld',
      type: 'CarePlan',
      key: '',
      labels: ['domain.finances'],
      elements: { title: 'Schuldregeling', 'category/#1': text('schuldhulp') },
    }),
  ];
}

/** One household as four sources tell it: every plan resource type, conflicts, split-up elements. */
export function householdFacts(): Fact[] {
  made = 0;
  return [...patients(), ...clinical(), ...agreed(), ...refuse()];
}
