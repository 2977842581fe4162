import { exec, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MAIN = 'dist/src/main.js';

interface Demo {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  /** The command printed behind this word. */
  readonly command: (word: string) => string;
}

/** Starts the demo and reads what it prints until it has said how to stop. */
async function startDemo(directory: string): Promise<Demo> {
  const child = spawn(process.execPath, [MAIN, 'demo', '--directory', directory, '--port', '0'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith('To begin anew')) break;
  }
  child.stdout.resume();
  expect(lines.join('\n')).toContain('Try it from another terminal');
  const command = (word: string) =>
    lines
      .find((line) => line.startsWith(`  ${word} `))
      ?.slice(word.length + 2)
      .trim() ?? '';
  return { process: child, lines, command };
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as a person would who copied it from the screen. */
function run(command: string): Promise<Ran> {
  return new Promise((resolve) => {
    exec(command, { cwd: ROOT }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err });
    });
  });
}

async function end(demo: Demo, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const ended = once(demo.process, 'exit');
  demo.process.kill(signal);
  await ended;
}

interface SeededFile {
  readonly plans: readonly { readonly id: string; readonly ids: Record<string, string> }[];
}

describe('the demo region', () => {
  let directory: string;
  let demo: Demo;
  let family: SeededFile['plans'][number];
  const as = (actor: string) => `--as '${join(directory, 'clients', `${actor}.json`)}'`;
  const planpoort = (rest: string) => run(`node ${MAIN} ${rest}`);
  const pull = (actor: string) => planpoort(`pull ${as(actor)} ${family.id}`);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'planpoort demo-'));
    demo = await startDemo(directory);
    const seeded = JSON.parse(await readFile(join(directory, 'seeded.json'), 'utf8')) as SeededFile;
    family = seeded.plans[0]!;
  });

  afterAll(async () => {
    await end(demo, 'SIGTERM');
    await rm(directory, { recursive: true });
  });

  test('prints a push and a pull that work from another terminal as they stand', async () => {
    const pushed = await run(demo.command('push'));
    expect(pushed).toMatchObject({ code: 0, err: '' });
    expect(pushed.out).toMatch(/accepted +[1-9]\d* facts\n[^]*changed +0 facts/);
    const pulled = await run(demo.command('pull'));
    expect(pulled).toMatchObject({ code: 0, err: '' });
    expect(pulled.out).toContain('De huur is elke maand op tijd betaald');
    expect(pulled.out).toContain('Woonstichting Rietmeer');
  });

  test('keeps private keys and credentials to their owner', async () => {
    const folder = join(directory, 'clients');
    const modes = await Promise.all(
      (await readdir(folder)).map(async (file) => (await stat(join(folder, file))).mode & 0o777),
    );
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect((await stat(join(directory, 'gateway.key'))).mode & 0o777).toBe(0o600);
  });

  test('shows every recipient its own part and nothing of the rest', async () => {
    const school = await pull('school');
    expect(school.out).toContain('Zoë volgt alle lessen van haar weekrooster');
    const secrets = [
      'Woonstichting',
      'Paniekstoornis',
      'sleutel 14',
      'schrikt van harde',
      '9999710',
    ];
    for (const secret of secrets) {
      expect(school.out).not.toContain(secret);
    }
    const nothing = await pull('jeugdbescherming');
    expect(nothing).toMatchObject({ code: 1, out: '' });
    const absent = await planpoort(`pull ${as('jeugdbescherming')} there-is-no-such-plan`);
    expect(absent).toEqual(nothing);
  });

  test('a withdrawal closes at once what it opened, and both are explained', async () => {
    const provision = family.ids['folake-team-domains'];
    const path = `/v1/plans/${family.id}/provisions/${provision}/withdrawal`;
    const withdrawn = await planpoort(`admin POST ${path} ${as('sociaal-team')}`);
    expect(withdrawn.code).toBe(0);
    const after = await pull('sociaal-team');
    expect(after.code).toBe(0);
    expect(after.out).not.toContain('Woonstichting Rietmeer');
    const officer = as('privacy-officer');
    const record = await planpoort(
      `admin GET '/v1/audit/chains/plan:${family.id}/entries?limit=500' ${officer}`,
    );
    const { entries } = JSON.parse(record.out) as { entries: readonly { seq: number }[] };
    const explain = (n: number) =>
      planpoort(`admin GET /v1/plans/${family.id}/entries/${n}/explanation ${officer}`);
    const explanation = JSON.parse((await explain(entries.at(-1)?.seq ?? 0)).out) as {
      consistent: boolean;
      facts: readonly { source: string; reason: string }[];
    };
    expect(explanation.consistent).toBe(true);
    const debts = explanation.facts.filter(({ source }) => source === 'schuldhulp-rietmeer');
    expect(debts.map(({ reason }) => reason)).toContain('consent-needed');
  });

  test('a record that was downloaded verifies without the gateway, until it is touched', async () => {
    const file = (name: string) => join(directory, name);
    const officer = as('privacy-officer');
    expect((await planpoort(`audit checkpoint '${file('note')}' ${officer}`)).code).toBe(0);
    expect((await planpoort(`audit export '${file('record')}' ${officer}`)).code).toBe(0);
    const verify = () =>
      planpoort(
        `audit verify '${file('record')}' --checkpoint '${file('note')}' --key '${file('checkpoint-key.pem')}'`,
      );
    const whole = await verify();
    expect(whole.out).toMatch(/audit verify: \d+ chains whole, 0 not/);
    expect(whole.code).toBe(0);
    const record = await readFile(file('record'), 'utf8');
    await writeFile(file('record'), record.replace('"kind\\":\\"release', '"kind\\":\\"refusal'));
    const touched = await verify();
    expect(touched.code).toBe(1);
    expect(touched.out).toMatch(/^plan.*, entry \d+: edited$/m);
  });

  test('killed at once, it comes back with everything, and is not made twice', async () => {
    const managed = `admin GET /v1/plans/${family.id} ${as('sociaal-team')}`;
    const before = await planpoort(managed);
    const seen = await pull('school');
    await end(demo, 'SIGKILL');
    demo = await startDemo(directory);
    expect(demo.lines).toContain('It was already there.');
    expect(await planpoort(managed)).toEqual(before);
    expect(await pull('school')).toEqual(seen);
    expect((await pull('sociaal-team')).out).not.toContain('Woonstichting Rietmeer');
  });

  test('says in a sentence what is wrong, with an exit code to match', async () => {
    const unreachable = await planpoort(`pull ${as('school')} x --gateway http://127.0.0.1:9`);
    expect(unreachable).toMatchObject({ code: 3, out: '' });
    expect(unreachable.err).toBe(
      'There is no answer from http://127.0.0.1:9. Is the gateway running?\n',
    );
    expect((await planpoort('pull x --as /nowhere.json')).code).toBe(2);
    expect((await planpoort('policy check examples/demo-region/demo.json')).code).toBe(1);
    expect((await planpoort('policy check examples/policy/baseline.csv')).code).toBe(0);
    const purpose = await planpoort(`pull ${as('leerplicht')} x --purpose treatment`);
    expect(purpose).toMatchObject({ code: 1, out: '' });
    const double = await planpoort(`demo --directory '${directory}' --port 0`);
    expect(double.code).not.toBe(0);
  });
});
