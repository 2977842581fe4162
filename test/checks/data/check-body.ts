import type { PushAnswer } from '../../../src/flows/flows.ts';
import type { DoorAnswer } from '../../support/gateway-driver.ts';
import { AUTHORITY_DOOR, deliverAuthority } from './authority-body.ts';
import { countFates, counted, NO_FATES, type BodyResult } from './body-result.ts';
import type { DataRegion } from './data-region.ts';
import { builtInDoor } from '../households/source-doors.ts';
import { defectsOf, describeDefects, judgeDefects, type Told } from './defects.ts';
import { fatesOf, finding, judgeAnswer, type Fates, type Finding } from './judge.ts';
import { leavesOf, type Leaf } from './leaves.ts';
import { bestReader, mediaTypeFor, type Reader, type Understanding } from './readers.ts';
import type { Body } from './recognise.ts';
import { mostTelling, refusalFindings, toldBy } from './refusals.ts';
import { viewFindings } from './views.ts';

/** Sends one body through the real doors, as a source of its own, and judges every answer. */
export async function checkBody(
  region: DataRegion,
  readers: readonly Reader[],
  { body, format, index }: Pick<Checked, 'body' | 'format' | 'index'>,
): Promise<BodyResult> {
  const leaves = walked(body);
  const best = bestReader(readers, body, leaves);
  const checked: Checked = { region, readers, body, format, index, leaves };
  if (format === 'authority answer') return authorityBody(checked);
  return best ? acceptedBody(checked, best) : strangeBody(checked);
}

/** What is no dossier and has a door of its own. */
async function authorityBody(checked: Checked): Promise<BodyResult> {
  const { region, index, leaves } = checked;
  const { answer, door, findings } = await deliverAuthority(region, index, checked);
  if (!answer) return refusedBody(checked, [[AUTHORITY_DOOR, door]]);
  const all = [...findings, ...judgeAnswer(leaves, answer)];
  return result(checked, {
    ...{ adapter: AUTHORITY_DOOR, answer, fates: fatesOf(leaves, answer), findings: all },
  });
}

interface Checked {
  readonly region: DataRegion;
  readonly readers: readonly Reader[];
  readonly body: Body;
  /** What the file was recognised as. */
  readonly format: string;
  /** Number of the source that sends it. */
  readonly index: number;
  readonly leaves: readonly Leaf[];
}

/** A text that cannot be walked has no values to answer for; it must be refused. */
function walked({ syntax, bytes }: Body): readonly Leaf[] {
  try {
    return leavesOf(syntax, Buffer.from(bytes).toString('utf8'));
  } catch {
    return [];
  }
}

async function acceptedBody(checked: Checked, best: Understanding): Promise<BodyResult> {
  const { region, body, index, leaves } = checked;
  const { reader, people } = best;
  const sent = sentTo(reader, body);
  const nobody = await region.push(index, sent, true);
  const planId = await region.compose(index, people);
  const dry = await region.push(index, sent, true);
  const stored = await region.push(index, sent);
  const again = await region.push(index, sent);
  const answer = answerIn(dry);
  if (!answer) return refusedBody(checked, [[reader.adapter.name, dry]]);
  const fates = fatesOf(leaves, answer);
  const views = await viewFindings(region, { index, planId, fates, answer, reader });
  const findings = [
    ...strangers(leaves, nobody),
    ...judgeAnswer(leaves, answer),
    ...sameAnswer(answer, stored, again),
    ...views,
  ];
  return result(checked, { adapter: reader.adapter.name, answer, fates, findings });
}

const sentTo = (reader: Reader, { syntax, bytes }: Body) => ({
  adapter: reader.adapter.name,
  mediaType: mediaTypeFor(reader, syntax) ?? '',
  bytes,
});

function answerIn(door: DoorAnswer): PushAnswer | undefined {
  return door.status === 200 ? (door.json as PushAnswer) : undefined;
}

/** With nobody enrolled nothing is accepted, and every value is held back or no content. */
function strangers(leaves: readonly Leaf[], door: DoorAnswer): readonly Finding[] {
  const answer = answerIn(door);
  if (!answer) return [finding('fault', '', `status ${door.status} with nobody enrolled`)];
  const accepted = answer.accepted.flatMap(({ places }) => places.slice(0, 1));
  return [
    ...accepted.map((place) => finding('accepted', place, 'about somebody who is not enrolled')),
    ...judgeAnswer(leaves, answer).filter(({ code }) => code === 'lost'),
  ];
}

/** What is stored is what was rehearsed, and the same again changes nothing. */
function sameAnswer(dry: PushAnswer, stored: DoorAnswer, again: DoorAnswer): readonly Finding[] {
  const [first, second] = [answerIn(stored), answerIn(again)];
  if (!first || !second) {
    const text = `status ${stored.status}, then ${again.status}, after a dry run that was taken`;
    return [finding('fault', '', text)];
  }
  const facts = (answer: PushAnswer) => JSON.stringify([answer.accepted, answer.quarantined]);
  return [
    ...(facts(first) === facts(dry) ? [] : [finding('unstable', '', 'not as the dry run said')]),
    ...(second.changed === 0 ? [] : [finding('unstable', '', 'the same push changes facts')]),
  ];
}

/** No reader makes facts of it: every door that takes its syntax is tried, and must say why not. */
async function strangeBody(checked: Checked): Promise<BodyResult> {
  const { region, readers, body, index } = checked;
  const answers: [string, DoorAnswer][] = [];
  for (const reader of readers) {
    if (mediaTypeFor(reader, body.syntax) === undefined) continue;
    answers.push([reader.adapter.name, await region.push(index, sentTo(reader, body), true)]);
  }
  return refusedBody(checked, answers);
}

function refusedBody(
  checked: Checked,
  answers: readonly (readonly [string, DoorAnswer])[],
): BodyResult {
  const { leaves, readers } = checked;
  const faults = answers.flatMap(([name, door]) => refusalFindings(name, door));
  const [adapter, door] = mostTelling(answers, checked) ?? ['', undefined];
  const answer = door && answerIn(door);
  if (!answer) {
    const told = toldBy(door);
    const reasons = told.issues.map(({ text }) => text);
    const defects = describeDefects(leaves, told);
    return { ...notRead(adapter, reasons, faults), defects };
  }
  const fates = fatesOf(leaves, answer);
  const findings = [...faults, ...judgeAnswer(leaves, answer)];
  // A mapping holds back whatever it does not know: nobody wrote one for this.
  const isMapped = readers.some((one) => one.adapter.name === adapter && one.mapping !== undefined);
  if (!isMapped) return result(checked, { adapter, answer, fates, findings });
  // Written for another table, it may take several of its columns for one.
  const isTable = checked.body.syntax === 'csv';
  const told = isTable ? findings.filter(({ code }) => code !== 'lost') : findings;
  return notRead('', ['no mapping reads this format'], told);
}

function notRead(
  adapter: string,
  reasons: readonly string[],
  findings: readonly Finding[],
): BodyResult {
  const nothing = { facts: 0, fates: NO_FATES, defects: [] };
  return { outcome: 'refused', adapter, ...nothing, reasons: counted(reasons), findings };
}

function hasUnknownPart(value: string): boolean {
  return /^\d{4}-(?:\d{2}-00|00-00)$/.test(value);
}

interface Judged {
  readonly adapter: string;
  readonly answer: PushAnswer;
  readonly fates: Fates;
  readonly findings: readonly Finding[];
}

function result({ leaves }: Checked, { adapter, answer, fates, findings }: Judged): BodyResult {
  const told: Told = { status: 200, answer, issues: [] };
  // Mappings read a day or month of zeros as one that is not known; no standard writes it so.
  const standard = builtInDoor(adapter) === adapter;
  const judged = standard ? leaves : leaves.filter(({ value }) => !hasUnknownPart(value));
  const all = [...findings, ...judgeDefects(defectsOf(judged), told)];
  const counts = countFates(fates);
  return {
    outcome: outcomeOf(answer, counts),
    adapter,
    facts: answer.accepted.length,
    fates: counts,
    reasons: counted(answer.quarantined.map(({ code, text }) => `${code}: ${text}`)),
    defects: describeDefects(judged, told),
    findings: all,
  };
}

function outcomeOf({ accepted }: PushAnswer, { held }: BodyResult['fates']): BodyResult['outcome'] {
  if (accepted.length === 0) return 'held';
  return held > 0 ? 'part' : 'whole';
}
