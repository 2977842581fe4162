import { Duplex } from 'node:stream';
import type { EmbeddedEngine } from './embedded-engine.ts';

type Done = (error?: Error | null) => void;

/** Message types after which a server has something to answer: Query, Sync, Flush. */
const ENDS_A_BATCH = new Set(['Q', 'S', 'H'].map((letter) => letter.charCodeAt(0)));
const TERMINATE = 'X'.charCodeAt(0);
/** Simple query: leaves no transaction, statement or setting of an earlier connection behind. */
const CLEAN = simpleQuery('rollback; discard all');

/**
 * A socket to the embedded database without a network: the driver writes the bytes that it would
 * send to a server. There is one session behind all connections, so a new one begins clean.
 */
export class EmbeddedWire extends Duplex {
  readonly #engine: EmbeddedEngine;
  #started = false;
  #pending: Buffer[] = [];

  constructor(engine: EmbeddedEngine) {
    super();
    this.#engine = engine;
  }

  /** Stands in for the socket's connect: there is nothing to reach. */
  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#forward([chunk], done);
  }

  override _writev(chunks: readonly { chunk: Buffer }[], done: Done): void {
    this.#forward(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  override _final(done: Done): void {
    this.push(null);
    done();
  }

  #forward(chunks: readonly Buffer[], done: Done): void {
    this.#pending.push(...chunks);
    const last = this.#pending.at(-1);
    if (last?.[0] === TERMINATE) {
      done();
      return;
    }
    if (this.#started && !endsABatch(this.#pending)) {
      done();
      return;
    }
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#exchange(bytes).then(() => done(), done);
  }

  async #exchange(bytes: Buffer): Promise<void> {
    if (!this.#started) await this.#engine.exchange(CLEAN);
    this.#started = true;
    const answer = await this.#engine.exchange(bytes);
    if (answer.length > 0 && !this.destroyed) this.push(Buffer.from(answer));
  }
}

/** True when the last whole message calls for an answer. The driver writes whole messages. */
function endsABatch(chunks: readonly Buffer[]): boolean {
  const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  let at = 0;
  let type = 0;
  while (at + 5 <= bytes.length) {
    type = bytes.readUInt8(at);
    at += 1 + bytes.readInt32BE(at + 1);
  }
  return at === bytes.length && ENDS_A_BATCH.has(type);
}

function simpleQuery(text: string): Buffer {
  const body = Buffer.from(`${text}\0`, 'utf8');
  const header = Buffer.alloc(5);
  header.write('Q', 0);
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}
