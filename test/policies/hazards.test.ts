import { describe, expect, it } from '@jest/globals';
import { newCachedEnforcer, newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import { probeModel } from '../../src/policies/compile.ts';
import { checkedModel, HOLDS_CONJUNCT, MODEL_TEXT, notingModel } from '../../src/policies/model.ts';
import type { Cell } from '../../src/policies/policy.ts';
import { plainCasbin } from './reference.ts';
import { ALLOW, compiled, DENY, LEVELS, refusalOf } from './rows.ts';
import type { Rows } from './rows.ts';

/** What plain Casbin does with a row that ours refuses; each of these fails open. */
const REQUEST = ['therapist', 'care', 'treatment', 'health', 'consent', 'read'];
const CONTEXT = { gdpr: true };
const CELL: Cell = {
  ...{ role: 'therapist', kind: 'care', purpose: 'treatment', category: 'health' },
  ...{ basis: 'consent', act: 'read' },
};

async function casbinPermits(...rows: Rows): Promise<boolean> {
  const casbin = await plainCasbin([...LEVELS, ...rows]);
  return casbin.enforceSync(...REQUEST, CONTEXT);
}

const refused = (...rows: Rows) => refusalOf([...LEVELS, ...rows]);

it('the refusal that the hazards lose does refuse when nothing is wrong with it', async () => {
  expect(await casbinPermits(ALLOW)).toBe(true);
  expect(await casbinPermits(ALLOW, DENY)).toBe(false);
  const table = await compiled([...LEVELS, ALLOW, DENY]);
  expect(table.applicableRules(CELL).map((rule) => rule.eft)).toEqual(['allow', 'deny']);
});

describe('a refusal that Casbin does not see', () => {
  it('for its effect is not spelled exactly', async () => {
    const row = DENY.with(9, 'Deny');
    expect(await casbinPermits(ALLOW, row)).toBe(true);
    expect(refused(ALLOW, row)).toEqual(['unknown-effect']);
  });

  it('for it lost its effect column, and then even permits', async () => {
    const row = DENY.slice(0, 9);
    expect(await casbinPermits(row)).toBe(true);
    expect(refused(ALLOW, row)).toEqual(['column-count']);
  });

  it.each(['P', 'd', 'p2', 'deny'])('for its row type is %s', async (type) => {
    const row = DENY.with(0, type);
    expect(await casbinPermits(ALLOW, row)).toBe(true);
    expect(refused(ALLOW, row)).toEqual(['unknown-row-type']);
  });

  it('for a column too many pushed its effect out', async () => {
    const row = [...DENY.slice(0, 9), 'always', 'deny'];
    expect(await casbinPermits(ALLOW, row)).toBe(true);
    expect(refused(ALLOW, row)).toEqual(['column-count']);
  });

  it('for it is written on a category more than ten levels up', async () => {
    const chain = Array.from({ length: 11 }, (_, n) => ['g3', `c.${n}`, `c.${n + 1}`]);
    const row = DENY.with(5, 'c.11');
    const deep = await plainCasbin([...LEVELS, ...chain, ALLOW.with(5, 'c.0'), row]);
    expect(deep.enforceSync(...REQUEST.with(3, 'c.0'), CONTEXT)).toBe(true);
    expect(refused(...chain, ALLOW, row)).toEqual(['too-deep']);
  });

  it('for its category is misspelled', async () => {
    const row = DENY.with(5, 'any-categroy');
    expect(await casbinPermits(ALLOW, row)).toBe(true);
    expect(refused(ALLOW, row)).toEqual(['not-linked']);
  });

  it('for its condition has a term that nobody knows', async () => {
    const row = DENY.with(8, 'alwys');
    expect(await casbinPermits(ALLOW, row)).toBe(true);
    expect(refused(ALLOW, row)).toEqual(['unknown-condition']);
  });
});

describe('an answer that depends on how the rules got there', () => {
  const PRIORITY = MODEL_TEXT.replace('p = id,', 'p = priority, id,').replace(
    /e = .*/,
    'e = priority(p.eft) || deny',
  );
  const first = ['1', ...DENY.slice(1)];
  const second = ['2', ...ALLOW.slice(1)];

  it('priorities are opposite by adding and by loading; our model has none', async () => {
    const loaded = await plainCasbin([...LEVELS, ['p', ...second], ['p', ...first]], PRIORITY);
    expect(loaded.enforceSync(...REQUEST, CONTEXT)).toBe(false);
    const added = await plainCasbin([...LEVELS, ['p', ...first]], PRIORITY);
    added.enableAutoSave(false);
    await added.addPolicy(...second);
    expect(added.enforceSync(...REQUEST, CONTEXT)).toBe(true);
    expect(MODEL_TEXT).not.toContain('priority');
  });

  it('a reload forgets refusals on the way; ours never reloads: a version is a new table', async () => {
    const own = ALLOW.toSpliced(2, 4, ...REQUEST.slice(0, 4));
    const casbin = await plainCasbin([...LEVELS, own, DENY]);
    const ask = () => casbin.enforceSync(...REQUEST, CONTEXT);
    expect(ask()).toBe(false);
    let permits = 0;
    const loading = casbin.loadPolicy();
    for (let turn = 0; turn < 20; turn += 1) {
      permits += ask() ? 1 : 0;
      await Promise.resolve();
    }
    await loading;
    expect(permits).toBeGreaterThan(0);
    expect(ask()).toBe(false);

    const before = await compiled([...LEVELS, ALLOW, DENY]);
    const later = compiled([...LEVELS, ALLOW]);
    expect(before.applicableRules(CELL)).toHaveLength(2);
    expect((await later).applicableRules(CELL)).toHaveLength(1);
    expect(before.applicableRules(CELL)).toHaveLength(2);
    expect((await later).version).not.toBe(before.version);
  });

  it('a cached enforcer goes on permitting what was removed; ours is not one', async () => {
    const simple = MODEL_TEXT.replace(` && ${HOLDS_CONJUNCT}`, '');
    const text = [...LEVELS, ALLOW].map((row) => row.join(', ')).join('\n');
    const cached = await newCachedEnforcer(newModelFromString(simple), new StringAdapter(text));
    cached.enableAutoSave(false);
    const ask = () => cached.enforce(...REQUEST, 'context');
    expect(await ask()).toBe(true);
    await cached.removePolicy(...ALLOW.slice(1));
    expect(await ask()).toBe(true);
  });
});

describe('a model that is not the reviewed one', () => {
  const cut = MODEL_TEXT.replace('&& g3(', '# && g3(');
  const unregistered = MODEL_TEXT.replace(HOLDS_CONJUNCT, `!blocked(r.ctx) && ${HOLDS_CONJUNCT}`);
  const misspelled = MODEL_TEXT.replace('g3(r.cat, p.cat)', '(r.category == p.category)');

  it('lets a `#` cut the matcher, and Casbin permits a stranger', async () => {
    const casbin = await plainCasbin([...LEVELS, ALLOW], cut);
    const stranger = ['x', 'x', 'x', 'x', 'consent', 'read'];
    expect(casbin.enforceSync(...stranger, { gdpr: false })).toBe(true);
  });

  it('calls a function that does not exist, or a token that does not, and Casbin permits', async () => {
    const first = await plainCasbin([...LEVELS, ALLOW], unregistered);
    expect(first.enforceSync(...REQUEST, CONTEXT)).toBe(true);
    const second = await plainCasbin([...LEVELS, ALLOW.with(5, 'health')], misspelled);
    expect(second.enforceSync(...REQUEST.with(3, 'any-category'), CONTEXT)).toBe(true);
  });

  it.each([
    ['cut', cut],
    ['with an unregistered function', unregistered],
    ['with a misspelled token', misspelled],
    ['with one space more', `${MODEL_TEXT} `],
  ])('is refused by its hash: %s', (_, text) => {
    expect(() => checkedModel(text)).toThrow(expect.objectContaining({ code: 'model-changed' }));
  });

  it.each([
    ['act', 'r.act == p.act && ', ''],
    ['basis', '(p.basis == "*" || r.basis == p.basis) && ', ''],
    ['star', 'p.basis == "*" || ', ''],
    ['category', 'g3(r.cat, p.cat)', '(r.category == p.category)'],
    ['purpose', 'g2(r.purpose, p.purpose) && ', ''],
    ['role', 'g(r.role, p.role) && ', ''],
    ['kind', 'g4(r.org, p.org) && ', ''],
    ['levels', 'g4(r.org, p.org)', 'r.org == p.org'],
    ['argument', 'r.basis, r.ctx)', 'r.basis, r.context)'],
    ['refusal', ' && !some(where (p.eft == deny))', ''],
  ])('is refused by the probes too, would its hash be right: %s', async (_, part, instead) => {
    const text = MODEL_TEXT.replace(part, instead);
    expect(text).not.toBe(MODEL_TEXT);
    await expect(probeModel(text)).rejects.toMatchObject({
      code: expect.stringMatching(/^(probe-failed|engine-failed|model-changed)$/),
    });
  });

  it('is told apart from the reviewed one, which passes', async () => {
    expect(checkedModel()).toBe(MODEL_TEXT);
    await expect(probeModel(MODEL_TEXT)).resolves.toBeUndefined();
    expect(() => notingModel(unregistered.replace(HOLDS_CONJUNCT, 'true'))).toThrow();
  });
});

describe('a policy or request of nothing', () => {
  it('can permit in Casbin when there is no rule at all; ours refuses such a version', async () => {
    const casbin = await plainCasbin(LEVELS);
    const nothing = ['', '', '', '', '', ''];
    // A condition of no text holds for a reading that takes it for "no further condition".
    expect(casbin.enforceSync(...nothing, { ...CONTEXT, '': true })).toBe(true);
    expect(refused()).toEqual(['no-rules']);
    expect(refusalOf([])).toEqual(['no-rules']);
  });

  it('matches empty to empty; ours takes no empty column and finds nothing for empty codes', async () => {
    const blank = ['p', 'A1', '', '', '', '', '', '', 'always', 'allow'];
    const casbin = await plainCasbin([...LEVELS, blank]);
    expect(casbin.enforceSync('', '', '', '', '', '', CONTEXT)).toBe(true);
    expect(refused(blank)).toEqual(Array.from({ length: 6 }, () => 'empty-value'));
    const table = await compiled([...LEVELS, ALLOW]);
    const empty = { role: '', kind: '', purpose: '', category: '' };
    expect(table.applicableRules({ ...CELL, ...empty })).toEqual([]);
  });

  it('compares loosely, so that a list passes for its text; ours looks texts up', async () => {
    const casbin = await plainCasbin([...LEVELS, ALLOW]);
    const list: unknown[] = REQUEST.map((value) => [value]);
    expect(casbin.enforceSync(...list, CONTEXT)).toBe(true);
    const table = await compiled([...LEVELS, ALLOW]);
    expect(table.applicableRules(CELL)).toHaveLength(1);
    for (const key of ['role', 'kind', 'purpose', 'category', 'basis', 'act'] as const) {
      const loose = { ...CELL, [key]: [CELL[key]] };
      expect(table.applicableRules(loose)).toEqual([]);
    }
    expect(refused(ALLOW.map((cell, index) => (index === 7 ? [cell] : cell)) as never)).toContain(
      'not-a-row',
    );
  });
});

describe('values that get mixed up', () => {
  it('commas join the arguments of a link question; ours has codes without commas', async () => {
    const model = `[request_definition]
r = a, b
[policy_definition]
p = x
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.a, "v", "dom") && g(r.b, "w,v", "dom") && p.x == "1"
`;
    const rows = 'p, 1\ng, "u,w", v, dom';
    const casbin = await newEnforcer(newModelFromString(model), new StringAdapter(rows));
    expect(casbin.enforceSync('u,w', 'u')).toBe(true);
    expect(refused(['g', 'u,w', 'anyone'], ALLOW)).toEqual(['bad-code']);
  });

  it('error texts quote what was asked; ours carry a code', async () => {
    const casbin = await plainCasbin([...LEVELS, ALLOW]);
    expect(() => casbin.enforceSync('jansen', '999904012')).toThrow(/jansen.*999904012/s);
    const short = MODEL_TEXT.replace('r = role,', 'r = extra, role,');
    const fault = await probeModel(short).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'engine-failed', message: 'policy engine: engine-failed' });
    expect(fault).not.toHaveProperty('cause');
    expect(String((fault as Error).stack)).not.toContain('probe.role');
  });
});
