import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { canonicalRows } from '../../src/policies/canonical-rows.ts';
import { formatCondition, parseCondition } from '../../src/policies/condition.ts';
import { parsePolicyRows, parsePolicyText } from '../../src/policies/parse-rules.ts';
import { VOCABULARY } from '../../src/vocabulary/vocabulary.ts';
import { randomPolicy } from './random-policy.ts';
import { ALLOW, DENY, LEVELS, parsed, projectFile, refusalOf, rowsOf } from './rows.ts';

const known = { knownCodes: VOCABULARY };
const baseline = rowsOf(projectFile('examples/policy/baseline.csv'));

/** Issue codes with their places, `code@line:column`. */
function issuesOf(rows: readonly unknown[], options = {}) {
  const policy = parsePolicyRows(rows, options);
  if (policy.ok) return [];
  return policy.issues.map(({ code, line, column }) => `${code}@${line}:${column ?? '-'}`);
}

describe('the baseline policy', () => {
  const notes = projectFile('examples/policy/baseline-notes.csv').trim().split('\n').slice(1);

  it('is written in codes and levels of the vocabulary only, all of them', () => {
    const policy = parsePolicyText(projectFile('examples/policy/baseline.csv'), known);
    if (!policy.ok) throw new Error(JSON.stringify(policy.issues, null, 1));
    const { roles, kinds, purposes, categories } = VOCABULARY;
    const links = [roles, kinds, purposes, categories].flatMap((list) => list.links.map(String));
    const mine = policy.links.map(({ child, parent }) => `${child},${parent}`);
    expect(mine.toSorted()).toEqual(links.toSorted());
    expect(policy.rules.length).toBeGreaterThan(70);
  });

  it('has a citation and a reason in both languages for every rule, in the same order', () => {
    const ids = parsed(baseline).rules.map((rule) => rule.id);
    expect(notes.map((note) => note.slice(0, note.indexOf(',')))).toEqual(ids);
    for (const note of notes) {
      const fields = note.match(/("[^"]*"|[^,]*)(,|$)/g)?.map((field) => field.replace(/,$/, ''));
      expect(fields?.filter((field) => field !== '')).toHaveLength(4);
    }
  });

  it('uses every kind of condition that it is there to show', () => {
    const terms = new Set(parsed(baseline).rules.flatMap((rule) => rule.cond.map((c) => c.term)));
    for (const term of VOCABULARY.conditions.codes) expect(terms).toContain(term);
  });
});

describe('a policy text', () => {
  it('is read past comments, empty lines, padding, a byte order mark and Windows line ends', () => {
    const text = `\uFEFF# comment\r\n\r\n  # more\r\n${[...LEVELS, ALLOW]
      .map((row) => row.join(' ,\t'))
      .join('\r\n')}\r\n`;
    const policy = parsePolicyText(text);
    expect(policy.ok && policy.rules).toEqual(parsed([...LEVELS, ALLOW]).rules);
  });

  it('says on which line and in which column something is wrong, and what to do, in both languages', () => {
    const text = [
      '# levels',
      ...LEVELS.map((row) => row.join(',')),
      'p, R1, nobody, x y, , z, a, b, c, d',
    ];
    const policy = parsePolicyText(text.join('\n'));
    if (policy.ok) throw new Error('accepted');
    expect(policy.issues.map(({ line, column, code }) => [line, column, code])).toEqual([
      [6, 3, 'not-linked'],
      [6, 4, 'bad-code'],
      [6, 5, 'empty-value'],
      [6, 6, 'not-linked'],
      [6, 7, 'unknown-basis'],
      [6, 8, 'unknown-act'],
      [6, 9, 'unknown-condition'],
      [6, 10, 'unknown-effect'],
    ]);
    for (const { what, remedy } of policy.issues) {
      for (const words of [what, remedy])
        expect(words.nl.length * words.en.length).toBeGreaterThan(0);
    }
  });

  it('is refused without repeating what it said: it may be the wrong file', () => {
    const policy = parsePolicyText('id,naam,bsn\n1,Jansen,999904012\np,Jansen,x\ng,De Vries,x');
    expect(policy.ok).toBe(false);
    expect(JSON.stringify(policy)).not.toMatch(/jansen|vries|9999/i);
  });

  it('is refused when it is far too large, and however odd it is never makes the parser throw', () => {
    const huge = parsePolicyText('x'.repeat(4_000_001));
    expect(huge.ok ? [] : huge.issues.map((issue) => issue.code)).toContain('too-large');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !parsePolicyText(text).ok));
    fc.assert(fc.property(fc.array(fc.anything()), (rows) => !parsePolicyRows(rows).ok));
  });
});

describe('rows', () => {
  const withRow = (row: readonly string[]) => refusalOf([...LEVELS, ALLOW, row]);
  const longest = 'x'.repeat(64);

  it.each([
    ['a code in upper case', DENY.with(2, 'Anyone'), 'bad-code'],
    ['a code with a space', DENY.with(3, 'any organisation'), 'bad-code'],
    ['a code with a quote', DENY.with(4, '"any-purpose"'), 'bad-code'],
    ['a code with an underscore', DENY.with(5, '__proto__'), 'bad-code'],
    ['a code that is too long', ['g', `${longest}x`, 'anyone'], 'bad-code'],
    ['a code nothing leads to', DENY.with(2, 'constructor'), 'not-linked'],
    ['an id with a space', DENY.with(1, 'D 1'), 'bad-id'],
    ['the id of another rule', DENY.with(1, 'A1'), 'duplicate-id'],
    ['any basis in an allow', DENY.with(9, 'allow'), 'allow-any-basis'],
    ['a basis the regulation lacks', DENY.with(6, 'interest'), 'unknown-basis'],
    ['an act in upper case', DENY.with(7, 'READ'), 'unknown-act'],
    ['any act', DENY.with(7, '*'), 'unknown-act'],
    ['an effect with a space', DENY.with(9, 'deny '), 'unknown-effect'],
    ['an effect of nothing', DENY.with(9, ''), 'empty-value'],
    ['a condition of nothing', DENY.with(8, ''), 'empty-value'],
    ['a column too few in a link', ['g', 'x'], 'column-count'],
    ['a column too many in a link', ['g', 'x', 'anyone', 'y'], 'column-count'],
    ['an empty end of a link', ['g', 'x', ''], 'empty-value'],
    ['a link that is there', LEVELS[0]!, 'duplicate-link'],
    ['a code above itself', ['g', 'anyone', 'anyone'], 'circular-link'],
    ['a circle', ['g', 'anyone', 'therapist'], 'circular-link'],
    ['a type in capitals', ['G', 'x', 'anyone'], 'unknown-row-type'],
    ['a hierarchy nobody has', ['g5', 'x', 'anyone'], 'unknown-row-type'],
  ])('are refused as a whole for %s', (_, row, code) => {
    expect(withRow(row)).toEqual([code]);
  });

  it.each([null, 'p', 7, {}, [], [7], [['p']]])(
    'are refused when one is no list of texts: %j',
    (row) => {
      expect(refusalOf([...LEVELS, ALLOW, row])).toEqual(['not-a-row']);
    },
  );

  it('may be eight levels deep and not nine, and have four broader codes and not five', () => {
    const chain = (n: number) =>
      Array.from({ length: n }, (_, index) => ['g3', `c.${index + 1}`, `c.${index}`]);
    expect(issuesOf([...LEVELS, ...chain(8), ALLOW])).toEqual([]);
    expect(refusalOf([...LEVELS, ...chain(9), ALLOW])).toEqual(['too-deep']);
    const fan = (n: number) => Array.from({ length: n }, (_, index) => ['g3', 'fan', `f.${index}`]);
    expect(issuesOf([...LEVELS, ...fan(4), ALLOW])).toEqual([]);
    expect(refusalOf([...LEVELS, ...fan(5), ALLOW])).toEqual(['too-many-broader']);
  });

  it('may carry ids with capitals and codes of sixty-four characters', () => {
    const row = ALLOW.with(1, 'FOC-0-consent').with(2, longest);
    expect(issuesOf([...LEVELS, ['g', longest, 'anyone'], row])).toEqual([]);
  });
});

describe('the codes of the product', () => {
  const line = baseline.findIndex((row) => row.join() === 'g3,domain.addiction,health');

  it('are all that a gateway accepts: no other code, link or statute', () => {
    const extra = ['g', 'wrap-around-worker', 'family-worker'];
    const moved = ['g3', 'identity.bsn', 'plan'];
    const end = baseline.length + 1;
    expect(issuesOf([...baseline, extra])).toEqual([]);
    expect(issuesOf([...baseline, extra], known)).toEqual([`unknown-code@${end}:2`]);
    expect(issuesOf([...baseline, moved], known)).toEqual([`link-differs@${end}:-`]);
    const law = baseline.map((row) => (row[1] === 'B09' ? row.with(8, 'law=wmo') : row));
    expect(issuesOf(law)).toEqual([]);
    expect(issuesOf(law, known)).toEqual([expect.stringMatching(/^unknown-statute@\d+:9$/)]);
  });

  it('need their links: without one a refusal on the broader code would miss them', () => {
    const lost = baseline.toSpliced(line, 1);
    expect(line).toBeGreaterThan(0);
    expect(issuesOf(lost)).toEqual([]);
    expect(issuesOf(lost, known)).toEqual([expect.stringMatching(/^link-missing@\d+:-$/)]);
  });
});

describe('a condition', () => {
  it.each([
    'always',
    'team & consent',
    'law=wgs & law!=jeugdwet',
    'age>=0',
    'age<120 & level>=1 & level<4',
  ])('is read and written back the same: %s', (text) => {
    expect(formatCondition(parseCondition(text)!)).toBe(text);
  });

  it('may be joined with other spaces, and is then written in the one way', () => {
    expect(formatCondition(parseCondition('team&consent  &  involved')!)).toBe(
      'team & consent & involved',
    );
  });

  it.each([
    ...['', '&', 'team &', 'team & & consent', 'Team', 'team consent', 'team,consent', 'always()'],
    ...['age', 'age>17', 'age>=', 'age>=017', 'age>=1.5', 'age>=-1', 'age>=121', 'age >= 12'],
    ...['level>=0', 'level<5', 'level=3', 'law', 'law=', 'law==wgs', 'law=WGS', 'law=a b', '!team'],
    ...['toString', 'team\n', '\u00a0team', 'age>=１２'],
  ])('with anything else refuses the whole version: %j', (text) => {
    expect(parseCondition(text)).toBeUndefined();
    expect(refusalOf([...LEVELS, DENY, ALLOW.with(8, text)])).toHaveLength(1);
  });
});

describe('what was parsed', () => {
  it('gives the same rules when its rebuilt rows are read again', () => {
    fc.assert(
      fc.property(randomPolicy(), ({ rows }) => {
        const first = parsed(rows);
        const { links, rules } = canonicalRows(first);
        const again = parsed([...links, ...rules.map((rule) => ['p', ...rule])]);
        expect(again.rules).toEqual(first.rules);
        expect(canonicalRows(again)).toEqual(canonicalRows(first));
      }),
      { numRuns: 50 },
    );
  });

  it('cannot be changed afterwards', () => {
    const policy = parsed([...LEVELS, ALLOW]);
    const [rule] = policy.rules;
    for (const value of [policy, policy.rules, policy.links, rule, rule?.cond, rule?.cond[0]]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });
});

describe('policies of others', () => {
  const root = new URL('../../../', import.meta.url);
  const folders = ['test/data/', '../shared/data/'].map((path) => new URL(path, root));
  const worlds = folders
    .map((folder) => new URL('worlds/', folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder)))
    .filter((file) => file.pathname.endsWith('.json'));

  it('with codes of their own parse when they declare them, and not for a gateway', () => {
    expect(worlds.length).toBeGreaterThan(20);
    for (const file of worlds) {
      const world = JSON.parse(readFileSync(file, 'utf8')) as { policy: unknown[] };
      expect(issuesOf(world.policy)).toEqual([]);
      const isOurs = file.pathname.includes('/test/data/');
      if (isOurs) expect(issuesOf(world.policy, known)).not.toEqual([]);
    }
  });

  it('of the households parse for a gateway', () => {
    const homes = new URL('test/data/households/', root);
    const files = readdirSync(homes)
      .map((name) => new URL(`${name}/policy.csv`, homes))
      .filter((file) => existsSync(file));
    expect(files).toHaveLength(3);
    for (const file of files) {
      expect(parsePolicyText(readFileSync(file, 'utf8'), known).ok).toBe(true);
    }
  });
});
