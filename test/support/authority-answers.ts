import { readAuthorityAnswer } from '../../src/adapters/brp-gezag/read-authority-answer.ts';
import type { AuthorityAnswer } from '../../src/adapters/brp-gezag/stated-authority.ts';

export const MINOR = '999904024';
export const MOTHER = '999904012';
export const FATHER = '999904036';
export const person = (bsn: string, name = 'Jansen') => ({
  burgerservicenummer: bsn,
  naam: { geslachtsnaam: name },
});
export const minderjarige = { ...person(MINOR), leeftijd: 2 };

export const JOINT = {
  type: 'GezamenlijkOuderlijkGezag',
  minderjarige,
  ouders: [person(MOTHER), person(FATHER)],
};

/** Reads relations as those of the minor. */
export function read(...gezag: readonly unknown[]): AuthorityAnswer {
  const answer = readAuthorityAnswer({ personen: [{ burgerservicenummer: MINOR, gezag }] });
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}
