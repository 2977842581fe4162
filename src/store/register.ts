import { canonicalText } from '../audit/canonical.ts';
import { REGION_CHAIN } from '../audit/chain.ts';
import type { EntryBody, Receipt } from '../audit/entry.ts';
import { REGISTER_KINDS, type RegisterEntry, type RegisterKind } from '../flows/ports.ts';
import { read, type Database } from './database.ts';
import { Draft } from './draft.ts';
import { draftAnswer, type Answered } from './earlier-answers.ts';
import type { MasterKeys } from './master-keys.ts';
import { receiptFrom } from './record.ts';

const READ_EPOCH = { name: 'read-register-epoch', text: 'select epoch from planpoort.region' };
const READ_REGISTER = {
  name: 'read-register',
  text: `select region.epoch, e.kind, e.key, e.document
    from planpoort.region left join planpoort.register e
      on e.from_epoch <= coalesce($1, region.epoch)
      and (e.until_epoch is null or e.until_epoch > coalesce($1, region.epoch))
    order by e.kind, e.key`,
};
const CHANGE_REGISTER = {
  name: 'change-register',
  text: 'select r_seq, r_head from planpoort.change_register($1, $2)',
};

/** The epoch that every change of the register raises. */
export async function registerEpoch(database: Database): Promise<number> {
  const [row] = await read(database, READ_EPOCH, []);
  return Number(row?.[0]);
}

/** The whole register, now or as it was at an epoch; one snapshot. */
export async function readRegister(database: Database, epoch?: number) {
  const rows = await read(database, READ_REGISTER, [epoch ?? null]);
  return {
    epoch: epoch ?? Number(rows[0]?.[0]),
    entries: rows.flatMap(([, kind, key, document]) => {
      if (!isKind(kind)) return [];
      return [{ kind, key: String(key), document: JSON.parse(String(document)) as unknown }];
    }),
  };
}

/** A change of the register with the entry that records it. */
export interface RegisterChange {
  readonly epoch: number;
  readonly entries: readonly RegisterEntry[];
  readonly entry: EntryBody;
}

/**
 * Changes the register. Waits for releases that are being written and holds back others: once this
 * returns, none is written that was decided on the register before.
 */
export async function changeRegister(
  database: Database,
  master: MasterKeys,
  {
    change,
    answered,
  }: { readonly change: RegisterChange; readonly answered?: Answered | undefined },
): Promise<Receipt | 'moved'> {
  const draft = new Draft();
  const document = {
    ...draftAnswer(draft, master, answered),
    epoch: change.epoch,
    body: canonicalText(change.entry),
    entries: change.entries.map(({ kind, key, document }) => ({
      kind,
      key,
      document: document === null ? null : JSON.stringify(document),
    })),
  };
  const rows = await database.run(CHANGE_REGISTER, draft.values(document));
  return rows === 'moved' ? 'moved' : receiptFrom(REGION_CHAIN, rows[0]);
}

function isKind(value: unknown): value is RegisterKind {
  return REGISTER_KINDS.some((kind) => kind === value);
}
