import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HeldList } from '../../../src/flows/quarantine/quarantine-flows.ts';
import { rowMapping, Workplace } from './workplace.ts';

/** What a source and its region can do: push rows, register a version, replay one or all. */
type Step =
  | { readonly push: readonly { readonly nr: number; readonly code: string }[] }
  | { readonly register: readonly string[] }
  | { readonly replay: number }
  | { readonly replayAll: true };

const CODES = ['A', 'B', 'C'];
const rows = fc.uniqueArray(
  fc.record({ nr: fc.integer({ min: 1, max: 4 }), code: fc.constantFrom(...CODES) }),
  { minLength: 1, maxLength: 3, selector: ({ nr }) => nr },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: rows.map((push) => ({ push })) },
  { weight: 2, arbitrary: fc.subarray(CODES).map((register) => ({ register })) },
  { weight: 2, arbitrary: fc.nat(3).map((replay) => ({ replay })) },
  { weight: 1, arbitrary: fc.constant({ replayAll: true as const }) },
);

/** One delivery as the law sees it: row → what its last reading that understood the row made of it. */
interface Delivered {
  readonly id: string;
  readonly rows: readonly { readonly nr: number; readonly code: string }[];
  readonly read: Map<number, string>;
}

/** Each row is what the newest delivery says that was ever understood about it, as last read. */
function law(deliveries: readonly Delivered[]): Map<number, string> {
  const plan = new Map<number, string>();
  for (const { read } of deliveries) for (const [nr, said] of read) plan.set(nr, said);
  return plan;
}

let place: Workplace;
let run = 0;
let version = 0;
beforeAll(async () => {
  place = await Workplace.open('embedded');
});
afterAll(() => place.close());

/** A run on rows of its own: the gateway is shared, what is held is discarded between runs. */
class Run {
  readonly #number = (run += 1);
  readonly #deliveries: Delivered[] = [];
  #codes: readonly string[] = [];
  replayed = 0;

  async do(each: Step): Promise<void> {
    if ('push' in each) await this.#push(each.push);
    else if ('register' in each) await this.register(each.register);
    else if ('replay' in each) await this.#replay(each.replay);
    else await this.#replayAll();
  }

  async register(codes: readonly string[]): Promise<void> {
    version += 1;
    this.#codes = codes;
    const known = Object.fromEntries(codes.map((code) => [code, `${code}${version}`]));
    await place.register(
      'mappings/rows-json',
      rowMapping(`${version}.0.0`, { '-': '-', ...known }),
    );
  }

  async #push(sent: Delivered['rows']): Promise<void> {
    const number = this.#deliveries.length;
    const { delivery } = await place.pushRows(
      sent.map(({ nr, code }) => {
        return { nr: this.#number * 10 + nr, client: 'p0', code, text: this.#text(nr, number) };
      }),
    );
    this.#deliveries.push({ id: delivery, rows: sent, read: new Map() });
    this.#reread(number);
  }

  #text(nr: number, delivery: number): string {
    return `R${this.#number}.${nr}.${delivery}`;
  }

  #reread(number: number): void {
    const { rows: sent = [], read } = this.#deliveries[number] ?? {};
    for (const { nr, code } of sent)
      if (this.#codes.includes(code)) read?.set(nr, `${this.#text(nr, number)} ${code}${version}`);
  }

  async #replay(which: number): Promise<void> {
    const held = (await place.list()).deliveries;
    const one = held[which % Math.max(held.length, 1)];
    if (!one) return;
    await place.replay(one.delivery);
    this.replayed += 1;
    this.#reread(this.#deliveries.findIndex(({ id }) => id === one.delivery));
  }

  async #replayAll(): Promise<void> {
    const { json } = await place.ask('POST', '/v1/quarantine/replay');
    const { deliveries } = json as { deliveries: { delivery: string }[] };
    for (const { delivery } of deliveries) {
      this.replayed += 1;
      this.#reread(this.#deliveries.findIndex(({ id }) => id === delivery));
    }
  }

  async plan(): Promise<Map<number, string>> {
    const bundle = JSON.parse(await place.own()) as { entry?: { resource: Observed }[] };
    const said = new Map<number, string>();
    for (const { resource } of bundle.entry ?? []) {
      const [, number, nr] = /^R(\d+)\.(\d+)\./.exec(resource.valueString ?? '') ?? [];
      if (Number(number) !== this.#number) continue;
      const [{ text = '' } = {}] = resource.interpretation ?? [];
      said.set(Number(nr), `${resource.valueString ?? ''} ${text}`);
    }
    return said;
  }

  expected(): Map<number, string> {
    return law(this.#deliveries);
  }

  async end(): Promise<HeldList> {
    await place.ask('DELETE', '/v1/quarantine');
    return place.list();
  }
}

interface Observed {
  readonly valueString?: string;
  readonly interpretation?: readonly { readonly text?: string }[];
}

test('after any pushes and replays every dossier is what was said of it last, as read last', async () => {
  let replayed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      const one = new Run();
      await one.register(['A']);
      for (const each of steps) await one.do(each);
      replayed += one.replayed;
      expect(new Map([...(await one.plan())].sort())).toEqual(new Map([...one.expected()].sort()));
      expect((await one.end()).deliveries).toEqual([]);
    }),
    { numRuns: 25, seed: 11, endOnFailure: true },
  );
  expect(replayed).toBeGreaterThan(20);
}, 120_000);
