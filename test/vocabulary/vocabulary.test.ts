import { describe, expect, it } from '@jest/globals';
import { CONSENT_EFFECTS, CONSENT_KINDS } from '../../src/consent/provision.ts';
import { ACTS, LEGAL_BASES } from '../../src/vocabulary/bases.ts';
import { codeList, LANGUAGES } from '../../src/vocabulary/code-list.ts';
import type { CodeList } from '../../src/vocabulary/code-list.ts';
import { REASON_CODES } from '../../src/vocabulary/reasons.ts';
import { VOCABULARY } from '../../src/vocabulary/vocabulary.ts';

const lists: readonly (readonly [string, CodeList])[] = Object.entries(VOCABULARY);
const above = (list: CodeList, code: string) => [...list.selfAndAncestors(code)].sort();

describe.each(lists)('the list of %s', (_name, list) => {
  it('names and defines every code in one line of Dutch and of English', () => {
    for (const term of list.terms) {
      for (const language of LANGUAGES) {
        expect(term[language]).toHaveLength(2);
        for (const text of term[language]) expect(text).toMatch(/^\S[^\n\r]*\S$/);
        expect(list.display(term.code, language)).toBe(term[language][0]);
        expect(list.definition(term.code, language)).toBe(term[language][1]);
      }
    }
  });

  it('has codes that a rule can name, shown under names that can be told apart', () => {
    for (const code of list.codes) expect(code).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
    for (const language of LANGUAGES) {
      const names = list.codes.map((code) => list.display(code, language));
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('knows no other code', () => {
    for (const unknown of ['', 'nobody', '__proto__', 'constructor', ' anyone']) {
      expect(list.knows(unknown)).toBe(false);
      expect(list.find(unknown)).toBeUndefined();
      expect(list.selfAndAncestors(unknown).size).toBe(0);
      expect(list.definition(unknown, 'nl')).toBe('');
    }
    expect(list.display('nobody', 'nl')).toBe('nobody');
  });
});

describe('the levels', () => {
  const { roles, kinds, purposes, categories } = VOCABULARY;

  it('make three life domains health as well, and one criminal as well', () => {
    const dual = categories.terms.filter((term) => (term.broader?.length ?? 0) > 1);
    expect(Object.fromEntries(dual.map((term) => [term.code, term.broader]))).toEqual({
      'domain.mental-health': ['domain', 'health'],
      'domain.physical-health': ['domain', 'health'],
      'domain.addiction': ['domain', 'health'],
      'domain.judicial': ['domain', 'criminal'],
    });
    expect(above(categories, 'domain.addiction')).toEqual([
      'any-category',
      'domain',
      'domain.addiction',
      'health',
    ]);
  });

  it('count thirteen life domains and put every dotted code under its prefix', () => {
    const domains = categories.codes.filter((code) => code.startsWith('domain.'));
    expect(domains).toHaveLength(13);
    for (const code of categories.codes.filter((each) => each.includes('.'))) {
      expect(categories.selfAndAncestors(code)).toContain(code.slice(0, code.indexOf('.')));
    }
  });

  it('lead to one root in each list that has levels', () => {
    const roots = { roles, kinds, purposes, categories };
    const found = Object.entries(roots).map(([name, list]) => [
      name,
      list.terms.filter((term) => term.broader === undefined).map((term) => term.code),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      roles: ['anyone'],
      kinds: ['any-organisation'],
      purposes: ['any-purpose'],
      categories: ['any-category'],
    });
  });

  it('place roles, kinds and purposes where a rule on the parent reaches them', () => {
    expect(above(roles, 'care-coordinator')).toEqual([
      'anyone',
      'care-coordinator',
      'professional',
    ]);
    expect(above(roles, 'volunteer')).toEqual(['anyone', 'informal', 'volunteer']);
    expect(above(kinds, 'municipal-team')).toEqual([
      'any-organisation',
      'municipal-team',
      'municipality',
    ]);
    expect(above(kinds, 'safe-at-home')).toEqual(['any-organisation', 'safe-at-home']);
    expect(above(purposes, 'plan-making')).toEqual([
      'any-purpose',
      'care-coordination',
      'plan-making',
    ]);
  });
});

describe('the lists of terms', () => {
  it('cover the codes that the types of the core know, and no more', () => {
    const pairs: readonly (readonly [CodeList, readonly string[]])[] = [
      [VOCABULARY.bases, LEGAL_BASES],
      [VOCABULARY.acts, ACTS],
      [VOCABULARY.reasons, REASON_CODES],
      [VOCABULARY.consentKinds, CONSENT_KINDS],
      [VOCABULARY.consentEffects, CONSENT_EFFECTS],
      [VOCABULARY.effects, ['allow', 'deny']],
      [VOCABULARY.notices, ['ask-coordinator', 'client-may-allow', 'not-for-this-purpose']],
    ];
    for (const [list, codes] of pairs) expect(list.codes).toEqual(codes);
  });

  it('give every purpose but the root a task, bases without repeats and a code for exchange', () => {
    for (const purpose of VOCABULARY.purposes.terms) {
      expect(purpose.actReason).toMatch(/^[A-Z]+$|^PurposeOfUse$/);
      expect(new Set(purpose.bases).size).toBe(purpose.bases.length);
      if (purpose.code === 'any-purpose') continue;
      expect(purpose.task).not.toBe('');
      expect(purpose.bases.length).toBeGreaterThan(0);
    }
  });
});

describe('a list of codes', () => {
  const wording = ['x', 'y'] as const;
  const term = (code: string, broader?: readonly string[]) =>
    broader ? { code, broader, nl: wording, en: wording } : { code, nl: wording, en: wording };

  it('refuses a repeated code, a broader code that is no row, and a circle', () => {
    expect(() => codeList([term('a'), term('a')])).toThrow(RangeError);
    expect(() => codeList([term('a', ['b'])])).toThrow(RangeError);
    expect(() => codeList([term('a', ['b']), term('b', ['a'])])).toThrow(RangeError);
  });
});
