import { findPostgresPrograms, startCluster } from '../support/postgres.ts';

/**
 * Gives a check outside jest its PostgreSQL: the one named in `PLANPOORT_TEST_POSTGRES`, or a
 * server of its own.
 * @returns stops the server again; undefined, after one clear line, when there is no PostgreSQL
 */
export async function ownCluster(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['PLANPOORT_TEST_POSTGRES']) return () => Promise.resolve();
  const programs = findPostgresPrograms();
  if (programs === undefined) {
    process.stderr.write(
      'No PostgreSQL found: set PLANPOORT_TEST_POSTGRES. Embedded store only.\n',
    );
    return undefined;
  }
  const cluster = await startCluster(programs, ['max_connections=100']);
  process.env['PLANPOORT_TEST_POSTGRES'] = cluster.url;
  return () => cluster.stop();
}
