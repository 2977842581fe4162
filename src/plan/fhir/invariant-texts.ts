/** What an invariant of FHIR R4 asks, in words for whoever wrote the resource. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ['age-1', 'an age needs a unit of UCUM and is above zero'],
  ['con-1', 'a stage needs a summary or an assessment'],
  ['con-2', 'evidence needs a code or a detail'],
  ['con-3', 'a problem needs a clinicalStatus unless its verificationStatus is entered-in-error'],
  ['con-4', 'what has abated is not active: take another clinicalStatus'],
  ['con-5', 'no clinicalStatus where the verificationStatus is entered-in-error'],
  ['cpl-3', 'an activity has a detail or a reference, not both'],
  ['cpt-2', 'a value of telecom needs a system beside it, such as phone or email'],
  ['gol-1', 'a target with a detail needs a measure beside it'],
  ['inv-1', 'lastModified lies before authoredOn'],
  ['obs-3', 'a reference range needs low, high or text'],
  ['obs-6', 'a dataAbsentReason stands only where there is no value'],
  ['obs-7', 'a component has the code of the observation itself: put the value there, not in both'],
  ['per-1', 'the start lies after the end'],
  ['prr-1', 'orderDetail needs a code beside it'],
  ['qty-3', 'a code of a unit needs a system beside it'],
  ['rat-1', 'a ratio needs numerator and denominator'],
  ['rng-2', 'low lies above high'],
  ['tim-1', 'a duration needs a durationUnit'],
  ['tim-2', 'a period needs a periodUnit'],
]);

/** One sentence about an invariant that does not hold, with its key. */
export function describeInvariant(key: string): string {
  const text = TEXTS.get(key);
  return text === undefined ? `${key} does not hold` : `${text} (${key})`;
}
