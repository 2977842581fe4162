import type { ChangeAnswer, EarlierAnswer, Idempotency } from '../flows/ports.ts';
import { read, type Database } from './database.ts';
import type { Draft } from './draft.ts';
import type { MasterKeys } from './master-keys.ts';
import { blindIndex, seal, unseal } from './seal.ts';

/** A request that may be repeated, with the answer that a repetition gets. */
export type Answered = Idempotency & ChangeAnswer;

const FIND = {
  name: 'find-earlier-answer',
  text: 'select sealed from planpoort.earlier_answer where request = $1',
};

/** Puts an answer into a draft: it is kept in the same transaction as the change it answers. */
export function draftAnswer(draft: Draft, master: MasterKeys, answered?: Answered): object {
  if (!answered) return {};
  const { caller, key, bodyHash, status, answer } = answered;
  const request = requestIndex(master, caller, key);
  const sealed = seal(
    master.answers,
    JSON.stringify({ bodyHash, status, answer }),
    request.toString('hex'),
  );
  const [at, what] = [draft.add(request), draft.add(sealed)];
  return { request: { ...at, sa: what.a, sn: what.n } };
}

/** The answer given earlier to this caller under this key. */
export async function findEarlierAnswer(
  database: Database,
  master: MasterKeys,
  { caller, key }: { readonly caller: string; readonly key: string },
): Promise<EarlierAnswer | undefined> {
  const request = requestIndex(master, caller, key);
  const [row] = await read(database, FIND, [request]);
  const sealed = row?.[0];
  if (!(sealed instanceof Buffer)) return undefined;
  const text = unseal(master.answers, sealed, request.toString('hex')).toString('utf8');
  return JSON.parse(text) as EarlierAnswer;
}

/** Callers choose keys freely, also telling ones: only a keyed hash is stored. */
function requestIndex({ blinding }: MasterKeys, caller: string, key: string): Buffer {
  return blindIndex(blinding, ['request', caller, key]);
}
