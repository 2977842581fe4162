import { createHash } from 'node:crypto';
import { CLINIC, type Officer } from './small-region.ts';
import { ownTurns, pushOnce, type Load } from './load.ts';

/**
 * What must hold after a crash: nothing answered is lost, nothing is half stored, nothing was
 * released without its record, and the record is whole.
 * @returns one line per breach
 */
export async function breaches(load: Load, officer: Officer): Promise<string[]> {
  return [
    ...(await pushBreaches(load)),
    ...(await consentBreaches(load)),
    ...(await recordBreaches(load, officer)),
    ...(await quarantineBreaches(load, officer)),
    ...(load.told.late > 0 ? [`${load.told.late} releases after an answered withdrawal`] : []),
  ];
}

async function pushBreaches(load: Load): Promise<string[]> {
  const { told } = load;
  const turns = await ownTurns(load);
  const lines: string[] = [];
  if (new Set(turns).size > 1) lines.push(`half stored: turns ${turns.join(' and ')}`);
  const stored = turns[0] ?? 0;
  if (stored < told.pushAnswered) lines.push(`lost: turn ${told.pushAnswered}, found ${stored}`);
  if (stored > told.pushSent) lines.push(`turn ${stored} was never sent`);
  // The push that was cut off is sent again under its own key and must be answered.
  if (told.pushSent > told.pushAnswered) {
    await pushOnce(load, told.pushSent);
    const [after = 0] = await ownTurns(load);
    if (after !== told.pushSent) lines.push(`repeated turn ${told.pushSent}, found ${after}`);
  }
  return lines;
}

interface StoredProvision {
  readonly id: string;
  readonly withdrawnAt: string | null;
}

async function consentBreaches({ driver, region, tokens, told }: Load): Promise<string[]> {
  const path = `/v1/plans/${region.planId}`;
  const plan = (await driver.must('GET', path, { token: tokens.manage })) as {
    provisions: StoredProvision[];
  };
  const stored = new Map(plan.provisions.map((provision) => [provision.id, provision]));
  const lines = [
    ...[...told.grants].filter((id) => !stored.has(id)).map(() => 'lost: a grant'),
    ...[...told.withdrawn]
      .filter((id) => (stored.get(id)?.withdrawnAt ?? null) === null)
      .map(() => 'lost: a withdrawal'),
  ];
  // What was cut off is closed again, so that the next round knows where it stands.
  for (const { id, withdrawnAt } of plan.provisions) {
    if (withdrawnAt !== null) continue;
    await driver.must('POST', `${path}/provisions/${id}/withdrawal`, { token: tokens.manage });
    told.grants.add(id);
    told.withdrawn.add(id);
  }
  told.standing = undefined;
  told.closed = true;
  return lines;
}

/** What is held is what was kept and not discarded, by the record of its source. */
async function quarantineBreaches(load: Load, officer: Officer): Promise<string[]> {
  const { driver, tokens, told } = load;
  const path = '/v1/quarantine?limit=200';
  const token = tokens.quarantine;
  const held = new Set<string>();
  for (let after = ''; ;) {
    const page = (await driver.must('GET', path + after, { token })) as HeldPage;
    for (const { delivery } of page.deliveries) held.add(delivery);
    if (page.next === undefined) break;
    after = `&after=${page.next}`;
  }
  const changes = (await entriesOf(load, officer, `organisation:${CLINIC}`)).flatMap(
    ({ text }) => (JSON.parse(text) as { changed?: string[] }).changed ?? [],
  );
  const named = (word: string) =>
    new Set(changes.flatMap((each) => new RegExp(`^delivery/(.*) ${word}$`).exec(each)?.[1] ?? []));
  const gone = new Set([...named('discarded'), ...named('displaced'), ...named('superseded')]);
  const recorded = new Set([...named('kept')].filter((id) => !gone.has(id)));
  const lost = [...told.held].filter((id) => !held.has(id) && !gone.has(id));
  const back = [...told.discarded].filter((id) => held.has(id));
  const apart = [...held, ...recorded].filter((id) => !held.has(id) || !recorded.has(id));
  return [
    ...lost.map(() => 'lost: a held delivery'),
    ...back.map(() => 'a discarded delivery is back'),
    ...apart.map(() => 'what is held is not what the record says'),
  ];
}

interface HeldPage {
  readonly deliveries: readonly { readonly delivery: string }[];
  readonly next?: string;
}

interface StoredEntry {
  readonly seq: number;
  readonly text: string;
  readonly head: string;
}

/** All entries of a chain, as an officer reads them. */
async function entriesOf(
  { driver }: Load,
  officer: Officer,
  chain: string,
): Promise<StoredEntry[]> {
  const identity = { organisation: officer.organisation, person: 'officer-1' };
  const token = await driver.token(officer.client, identity, 'policy.manage audit.read');
  const entries: StoredEntry[] = [];
  for (;;) {
    const path = `/v1/audit/chains/${chain}/entries?after=${entries.length}&limit=500`;
    const page = (await driver.must('GET', path, { token })) as { entries: StoredEntry[] };
    if (page.entries.length === 0) return entries;
    entries.push(...page.entries);
  }
}

async function recordBreaches(load: Load, officer: Officer): Promise<string[]> {
  const { region, told } = load;
  const entries = await entriesOf(load, officer, `plan:${region.planId}`);
  const traces = new Set(entries.map(({ text }) => (JSON.parse(text) as { trace: string }).trace));
  const unrecorded = [...told.releases].filter((trace) => !traces.has(trace));
  return [
    ...unrecorded.map(() => 'a release without its record'),
    ...(chainHolds(`plan:${region.planId}`, entries) ? [] : ['the chain of the record is broken']),
  ];
}

/** The chain as anyone can recompute it, written here again on purpose. */
function chainHolds(chain: string, entries: readonly StoredEntry[]): boolean {
  let head = hash(Buffer.concat([Buffer.of(2), Buffer.from(chain, 'utf8')]));
  return entries.every((entry, i) => {
    const leaf = hash(Buffer.concat([Buffer.of(0), Buffer.from(entry.text, 'utf8')]));
    head = hash(Buffer.concat([Buffer.of(1), head, leaf]));
    return entry.seq === i + 1 && entry.head === head.toString('hex');
  });
}

function hash(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
