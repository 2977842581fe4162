/** Four people, fifty resources, about 80 KB when released: the size of a whole household plan. */
const RESOURCES = 50;
const PEOPLE = 4;
const DOMAINS = [
  'financien',
  'werk-opleiding',
  'huisvesting',
  'geestelijke-gezondheid',
  'sociaal-netwerk',
  'huiselijke-relaties',
];
const SYSTEM = 'https://leefgebieden.example/CodeSystem/leefgebied';

type Resource = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * A transaction Bundle of one source about one household; `turn` changes every text, so that nothing
 * is unchanged.
 */
export function householdBundle(household: number, turn: number): string {
  const patients = Array.from({ length: PEOPLE }, (_, i) => patient(household, i));
  const at = { household, turn };
  const rest = Array.from({ length: RESOURCES - PEOPLE }, (_, i) => resourceOf(i, at));
  const entry = [...patients, ...rest].map((resource) => ({
    fullUrl: `https://bron.example/fhir/${String(resource['resourceType'])}/${resource.id}`,
    resource,
    request: { method: 'PUT', url: `${String(resource['resourceType'])}/${resource.id}` },
  }));
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
}

/** The local identifiers under which the benchmark's source knows the people of a household. */
export function localIdentifiers(household: number): readonly string[] {
  return Array.from({ length: PEOPLE }, (_, i) => `Patient/${personId(household, i)}`);
}

const personId = (household: number, i: number): string => `h${household}p${i}`;

function patient(household: number, i: number): Resource {
  return {
    resourceType: 'Patient',
    id: personId(household, i),
    name: [{ use: 'official', family: `Voorbeeld-${i}`, given: ['Sam'] }],
    birthDate: `20${10 + i}-05-0${i + 1}`,
    telecom: [{ system: 'phone', value: `06200000${i}0` }],
  };
}

function resourceOf(
  i: number,
  { household, turn }: { readonly household: number; readonly turn: number },
): Resource {
  const subject = { reference: `Patient/${personId(household, i % PEOPLE)}` };
  const code = DOMAINS[i % DOMAINS.length] ?? '';
  const meta = { tag: [{ system: SYSTEM, code }] };
  const text = `ronde ${turn} ${'afspraak met het gezin over de komende weken '.repeat(8)}`;
  const base = { id: `h${household}r${i}`, meta, subject };
  if (i % 3 === 0) {
    return {
      resourceType: 'Goal',
      ...base,
      lifecycleStatus: 'active',
      description: { text },
      target: [{ measure: { text: 'voortgang' }, detailString: `keer ${turn}` }],
    };
  }
  if (i % 3 === 1) {
    return {
      resourceType: 'Observation',
      ...base,
      status: 'final',
      code: { text: 'score' },
      effectiveDateTime: '2026-10-01',
      valueString: text,
    };
  }
  return {
    resourceType: 'Condition',
    ...base,
    clinicalStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' },
      ],
    },
    code: { text },
  };
}
