import { open, type FileHandle } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { UsageError } from '../usage-error.ts';

/** What a delivery is: a report of another one is not gone on with. */
export interface DeliveryIdentity {
  readonly gateway: string;
  readonly adapter: string;
  readonly complete: boolean;
}

interface Header extends DeliveryIdentity {
  readonly v: 1;
  /** Makes the keys of this delivery other ones than those of any other of the same files. */
  readonly run: string;
}

interface Done {
  readonly key: string;
  /** Length of the report after it, in bytes. */
  readonly report: number;
}

/**
 * The report of a delivery (a JSON text per line: per request, per fact, per quarantined place; never
 * a value), and beside it what was done so far. What was reported of a request whose end was not
 * noted is cut off when the delivery is gone on with: every request stands in the report once.
 */
export class DeliveryReport {
  readonly run: string;
  readonly #done: Set<string>;
  readonly #report: FileHandle;
  readonly #state: FileHandle;
  #length: number;
  #last: Promise<void> = Promise.resolve();

  private constructor(files: { report: FileHandle; state: FileHandle }, held: Held) {
    this.run = held.run;
    this.#done = new Set(held.done.map(({ key }) => key));
    this.#length = held.done.at(-1)?.report ?? 0;
    this.#report = files.report;
    this.#state = files.state;
  }

  /**
   * @param path of the report; the state stands beside it
   * @throws UsageError when the state there is of another delivery
   */
  static async open(path: string, identity: DeliveryIdentity): Promise<DeliveryReport> {
    const state = await open(`${path}.state`, 'a+', 0o600);
    try {
      const held = await readState(state, { path, identity });
      const report = await open(path, 'a', 0o600);
      const made = new DeliveryReport({ report, state }, held);
      await report.truncate(made.#length);
      return made;
    } catch (error) {
      await state.close();
      throw error;
    }
  }

  isDone(key: string): boolean {
    return this.#done.has(key);
  }

  /**
   * Adds what is to be told of one request, and notes that it is done.
   * @param key of the request; undefined when it is to be tried again at the next start
   */
  add(rows: readonly object[], key?: string): Promise<void> {
    const added = this.#last.then(() => this.#write(rows, key));
    // Whoever comes next must not wait for ever for one that failed.
    this.#last = added.catch(() => undefined);
    return added;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#report.close();
    await this.#state.close();
  }

  async #write(rows: readonly object[], key: string | undefined): Promise<void> {
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    await this.#report.appendFile(text);
    this.#length += Buffer.byteLength(text);
    if (key === undefined) return;
    await this.#report.datasync();
    const done: Done = { key, report: this.#length };
    await this.#state.appendFile(`${JSON.stringify(done)}\n`);
    this.#done.add(key);
  }
}

interface Held {
  readonly run: string;
  readonly done: readonly Done[];
}

async function readState(
  state: FileHandle,
  { path, identity }: { readonly path: string; readonly identity: DeliveryIdentity },
): Promise<Held> {
  const text = await state.readFile('utf8');
  // A line that was cut off in the middle was not yet done.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  await state.truncate(Buffer.byteLength(whole));
  const [header, ...done] = whole.split('\n').filter((line) => line !== '');
  if (header === undefined) {
    const fresh: Header = { v: 1, run: randomUUID(), ...identity };
    await state.appendFile(`${JSON.stringify(fresh)}\n`);
    return { run: fresh.run, done: [] };
  }
  const { run, ...held } = JSON.parse(header) as Header;
  if (JSON.stringify(held) !== JSON.stringify({ v: 1, ...identity })) throw otherDelivery(path);
  return { run, done: done.map((line) => JSON.parse(line) as Done) };
}

function otherDelivery(path: string): UsageError {
  return new UsageError(
    `${path} is the report of another delivery (gateway, adapter or --complete): give another --report.`,
  );
}
