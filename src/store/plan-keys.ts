import type { MasterKeys } from './master-keys.ts';
import { newKey, unwrapKey, wrapKey } from './master-keys.ts';
import { deriveKey } from './seal.ts';

/** A subject's key as it stands in the database. */
export interface WrappedKey {
  readonly subject: string;
  readonly wrapped: Buffer;
}

/** The opened keys of one plan. Immutable: a plan with other keys is another object. */
export interface PlanKeys {
  readonly planId: string;
  /** Tells whether two sets of wrapped keys are the same. */
  readonly fingerprint: string;
  /** Under which the plan's state is sealed. */
  readonly own: Buffer;
  has(subject: string): boolean;
  /** Key of a sheet about exactly these subjects: it cannot be made without each one's key. */
  sheetKey(subjects: readonly string[]): Buffer;
  /** These keys and others. */
  with(added: readonly NewKey[]): PlanKeys;
}

/** A key that was just made, opened and wrapped. */
export interface NewKey extends WrappedKey {
  readonly key: Buffer;
}

/** The subject under which a plan's own key stands. */
export const PLAN_ITSELF = '';

/** Opens the keys of a plan. */
export function openPlanKeys(
  master: MasterKeys,
  planId: string,
  rows: readonly WrappedKey[],
): PlanKeys {
  const opened = rows.map((row) => ({
    ...row,
    key: unwrapKey(master, row.wrapped, { planId, subject: row.subject }),
  }));
  return planKeys(planId, opened);
}

/** Makes keys for subjects that have none yet. */
export function makeKeys(
  master: MasterKeys,
  planId: string,
  subjects: readonly string[],
): readonly NewKey[] {
  return subjects.map((subject) => {
    const key = newKey();
    return { subject, key, wrapped: wrapKey(master, key, { planId, subject }) };
  });
}

/** What `PlanKeys.fingerprint` would be for these rows. */
export function fingerprintOf(rows: readonly WrappedKey[]): string {
  return rows
    .map(({ subject, wrapped }) => `${subject} ${wrapped.toString('base64')}`)
    .sort()
    .join('\n');
}

/** The keys of a plan from keys that are open already. */
export function planKeys(planId: string, opened: readonly NewKey[]): PlanKeys {
  const keys = new Map(opened.map(({ subject, key }) => [subject, key]));
  const sheetKeys = new Map<string, Buffer>();
  const keyOf = (subject: string): Buffer => {
    const key = keys.get(subject);
    if (!key) throw new Error('a data subject of this plan has no key');
    return key;
  };
  const deriveSheetKey = (subjects: readonly string[]): Buffer => {
    const material = subjects.length === 0 ? [keyOf(PLAN_ITSELF)] : subjects.map(keyOf);
    return deriveKey(Buffer.concat(material), JSON.stringify(['sheet', planId, ...subjects]));
  };
  return {
    planId,
    fingerprint: fingerprintOf(opened),
    own: keyOf(PLAN_ITSELF),
    has: (subject) => keys.has(subject),
    sheetKey: (subjects) => {
      const sorted = [...subjects].sort();
      const name = JSON.stringify(sorted);
      const known = sheetKeys.get(name) ?? deriveSheetKey(sorted);
      sheetKeys.set(name, known);
      return known;
    },
    with: (added) => planKeys(planId, [...opened, ...added]),
  };
}
