import { describe, expect, test } from '@jest/globals';
import { bundle, factsOf, patient } from '../../support/fhir-bundles.ts';
import type { Resource } from '../../support/fhir-bundles.ts';

const coded = (code: string, system: string) => ({ coding: [{ system, code }] });

describe('who is involved', () => {
  const practitioner = { resourceType: 'Practitioner', id: 'd', name: [{ text: 'dr. X' }] };
  const role = (specialty: Resource, more: Resource = {}): Resource => ({
    resourceType: 'PractitionerRole',
    id: 'r',
    practitioner: { reference: 'Practitioner/d' },
    specialty: [specialty],
    ...more,
  });
  const team = {
    resourceType: 'CareTeam',
    id: 't',
    participant: [
      { member: { reference: 'Patient/p' } },
      { member: { reference: 'PractitionerRole/r' } },
    ],
  };
  const involved = (...resources: Resource[]) =>
    factsOf(bundle(patient, team, practitioner, ...resources))
      .filter((fact) => fact.resource.type !== 'Patient')
      .map((fact) => [fact.resource.type, fact.labels.join(' '), fact.subjects.join()]);

  test('a reference to a role leads to its practitioner; a team without a subject is about the patient in it', () => {
    const facts = factsOf(
      bundle(
        patient,
        team,
        practitioner,
        role(coded('01.015', 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode')),
      ),
    );
    const participants = facts.filter((fact) => fact.resource.type === 'CareTeam');
    expect(participants.map((fact) => fact.subjects)).toEqual([['Patient/p'], ['Patient/p']]);
    expect(participants[1]?.elements[0]?.value).toEqual({
      member: { reference: 'local:Practitioner/d' },
    });
    expect(facts.find((fact) => fact.resource.type === 'Practitioner')?.labels).toEqual([
      'participation.team',
    ]);
  });

  test.each([
    ['a psychiatrist', role(coded('01.035', 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode')), []],
    ['a psychologist by Vektis', role(coded('9405', 'urn:oid:2.16.840.1.113883.2.4.6.7')), []],
    [
      'anyone of addiction care',
      role({ text: 'arts' }, { organization: { reference: 'Organization/g' } }),
      [
        {
          resourceType: 'Organization',
          id: 'g',
          type: [coded('G1', 'http://nictiz.nl/fhir/NamingSystem/organization-type')],
        },
      ],
    ],
  ])('%s: the involvement discloses something', (_name, theirs, rest) => {
    expect(involved(theirs, ...rest)).toEqual([
      ['CareTeam', 'participation.team', 'Patient/p'],
      ['CareTeam', 'participation.sensitive participation.team', 'Patient/p'],
      ['Practitioner', 'participation.sensitive participation.team', 'Patient/p'],
    ]);
  });

  test('also where the member is the practitioner and only the role says so', () => {
    const direct = {
      ...team,
      participant: [
        { member: { reference: 'Patient/p' } },
        { member: { reference: 'Practitioner/d' } },
      ],
    };
    const psychiatrist = role(coded('01.035', 'http://fhir.nl/fhir/NamingSystem/uzi-rolcode'));
    const diagnosis = {
      resourceType: 'Condition',
      id: 'c',
      subject: { reference: 'Patient/p' },
      recorder: { reference: 'Practitioner/d' },
      code: coded('38341003', 'http://snomed.info/sct'),
    };
    const facts = factsOf(bundle(patient, direct, practitioner, psychiatrist, diagnosis));
    const labels = (type: string) =>
      facts.filter((fact) => fact.resource.type === type).map((fact) => fact.labels.join(' '));
    expect(labels('CareTeam')).toEqual([
      'participation.team',
      'participation.sensitive participation.team',
    ]);
    // Whether a reference shows is decided by what it leads to.
    expect(labels('Condition')).toEqual(['domain.physical-health']);
  });

  test('the kind of an episode says more than that somebody is involved', () => {
    const episode = (code: string) =>
      factsOf(
        bundle(patient, {
          resourceType: 'EpisodeOfCare',
          id: 'e',
          status: 'active',
          patient: { reference: 'Patient/p' },
          type: [coded(code, 'http://snomed.info/sct')],
        }),
      )
        .filter((fact) => fact.resource.type === 'EpisodeOfCare')
        .map((fact) => fact.labels.join(' '));
    expect(episode('736254008')).toEqual([
      'participation.team',
      'domain.mental-health participation.team',
    ]);
    expect(episode('999')).toEqual(['participation.team', 'participation.team unclassified']);
  });
});
