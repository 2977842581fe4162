import { readFileSync } from 'node:fs';
import express from 'express';
import pg from 'pg';
import { startEngine } from '../src/store/embedded-engine.ts';
import { EmbeddedWire } from '../src/store/embedded-wire.ts';

/**
 * The floor of the benchmark: express, the pg driver and nothing else, on the same store as the
 * gateway that it stands beside. A pull reads one row and writes one row; a push inserts the rows
 * that the gateway stores for the same body. Argument: a file with a `FloorSettings` document.
 */
export interface FloorSettings {
  /** Connection string; absent = the embedded engine in this directory. */
  readonly url?: string;
  readonly directory: string;
  /** The text that a pull answers with. */
  readonly answer: string;
  readonly rows: StoredRows;
}

/** What the gateway writes, in bytes: measured in its database, not assumed. */
export interface StoredRows {
  /** The entry in the record that goes with a pull, and with a push. */
  readonly pullEntry: number;
  readonly pushEntry: number;
  /** The sheets of one push. */
  readonly sheets: readonly { readonly heads: number; readonly content: number }[];
}

const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as FloorSettings;
const { rows } = settings;
const pool = await openPool();
await pool.query(`
  create table floor_plan(id text primary key, body text not null);
  create table floor_log(id bigserial primary key, plan text not null, body text not null);
  create table floor_row(id bigserial primary key, plan text not null, heads bytea not null,
    content bytea not null);
  alter table floor_row alter heads set storage external, alter content set storage external`);
for (let i = 0; i < 16; i += 1)
  await pool.query('insert into floor_plan values ($1, $2)', [`p${i}`, settings.answer]);

async function openPool(): Promise<pg.Pool> {
  if (settings.url !== undefined) return new pg.Pool({ connectionString: settings.url, max: 10 });
  const engine = await startEngine({ directory: settings.directory });
  const wire = { stream: () => new EmbeddedWire(engine) as never, max: 1, idleTimeoutMillis: 0 };
  return new pg.Pool({ ...wire, user: 'postgres', database: 'postgres' });
}

const pullEntry = 'y'.repeat(rows.pullEntry);
const pushEntry = 'y'.repeat(rows.pushEntry);
// Bytes without a pattern: sealed content cannot be compressed either.
const noise = (length: number) =>
  Buffer.from(Array.from({ length }, (_, i) => (i * i * 7919) >> 5));
const sheets = rows.sheets.map(({ heads, content }) => [noise(heads), noise(content)]);
const places = sheets.map((_, i) => `($1, $${2 + 2 * i}, $${3 + 2 * i})`).join(', ');
const INSERT_ROWS = `insert into floor_row(plan, heads, content) values ${places}`;
const INSERT_LOG = 'insert into floor_log(plan, body) values ($1, $2)';

const app = express();
app.disable('x-powered-by').set('etag', false);
app.get('/plan/:id', async (request, response) => {
  const { id } = request.params;
  const text = 'select body from floor_plan where id = $1';
  const read = await pool.query<{ body: string }>({ name: 'read', text, values: [id] });
  await pool.query({ name: 'log', text: INSERT_LOG, values: [id, pullEntry] });
  response.type('application/fhir+json').send(read.rows[0]?.body);
});
app.post('/rows/:id', express.json({ limit: '1mb' }), async (request, response) => {
  const { id } = request.params;
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query({ name: 'rows', text: INSERT_ROWS, values: [id, ...sheets.flat()] });
    await client.query({ name: 'log', text: INSERT_LOG, values: [id, pushEntry] });
    await client.query('commit');
  } finally {
    client.release();
  }
  response.json({ stored: sheets.length });
});

const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('disconnect', () => process.exit());
