import { TABLES } from './0001-tables.ts';
import { FUNCTIONS } from './0002-functions.ts';
import { APPLICATION_ROLE } from './0003-application-role.ts';
import { FETCHES } from './0004-fetches.ts';
import { QUARANTINE } from './0005-quarantine.ts';
import { FORGETTING } from './0006-forgetting.ts';
import { DOSSIER_MOMENTS } from './0007-dossier-moments.ts';

/** One forward step of the schema; a step that has run anywhere is never edited again. */
export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  { id: 1, name: 'tables', sql: TABLES },
  { id: 2, name: 'functions', sql: FUNCTIONS },
  { id: 3, name: 'application-role', sql: APPLICATION_ROLE },
  { id: 4, name: 'fetches', sql: FETCHES },
  { id: 5, name: 'quarantine', sql: QUARANTINE },
  { id: 6, name: 'forgetting', sql: FORGETTING },
  { id: 7, name: 'dossier-moments', sql: DOSSIER_MOMENTS },
];
