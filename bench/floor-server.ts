import express from 'express';
import pg from 'pg';

/**
 * The floor of the benchmark: express and pg and nothing else. A pull reads one row and writes
 * one row; a push inserts the rows that the gateway stores for the same body.
 * Arguments: connection string, JSON of the rows.
 */
const [, , url = '', document = '', rowBytes = '[]'] = process.argv;
const sizes = JSON.parse(rowBytes) as number[];
const pool = new pg.Pool({ connectionString: url, max: 8 });
await pool.query(`
  drop table if exists floor_plan, floor_log, floor_row;
  create table floor_plan(id text primary key, body text not null);
  create table floor_log(id bigserial primary key, plan text not null, body text not null);
  create table floor_row(id bigserial primary key, plan text not null, content bytea not null)`);
await pool.query('insert into floor_plan values ($1, $2)', ['p', 'x'.repeat(Number(document))]);
const rows = sizes.map((size) => Buffer.alloc(size, 7));

const app = express();
app.disable('x-powered-by');
app.get('/plan/:id', async (request, response) => {
  const { id } = request.params;
  const read = await pool.query<{ body: string }>({
    name: 'read',
    text: 'select body from floor_plan where id = $1',
    values: [id],
  });
  await pool.query({
    name: 'log',
    text: 'insert into floor_log(plan, body) values ($1, $2)',
    values: [id, 'y'.repeat(900)],
  });
  response.type('application/fhir+json').send(read.rows[0]?.body);
});
app.post('/rows', express.json({ limit: '1mb' }), async (_request, response) => {
  const client = await pool.connect();
  await client.query('begin');
  await client.query({
    name: 'rows',
    text: "insert into floor_row(plan, content) select 'p', unnest($1::bytea[])",
    values: [rows],
  });
  await client.query({
    name: 'log',
    text: 'insert into floor_log(plan, body) values ($1, $2)',
    values: ['p', 'y'.repeat(500)],
  });
  await client.query('commit');
  client.release();
  response.json({ stored: rows.length });
});

const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
