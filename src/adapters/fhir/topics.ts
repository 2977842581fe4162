import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { codesIn, knownCode, labelsOfCodes } from './code-maps/known-codes.ts';
import type { KnownCode } from './code-maps/known-codes.ts';
import { profileLabels } from './profiles.ts';
import { codingsOf, isMatter, markedCodings, securityLabels } from './stated-labels.ts';
import type { LabelReader, StatedLabels } from './stated-labels.ts';

/** Where a type of resource says what it is about. */
interface Topic {
  /** Concepts that say it: each of them has to be known. */
  readonly about: readonly string[];
  /** Concepts that say what kind of thing it is; some settle what it is about. */
  readonly kind: readonly string[];
}

const CODED: Topic = { about: ['code'], kind: ['category', 'reasonCode'] };
const TOPICS: Readonly<Record<string, Topic>> = {
  Condition: CODED,
  Observation: CODED,
  Flag: CODED,
  ServiceRequest: CODED,
  Task: CODED,
  'CarePlan.activity.detail': CODED,
  Goal: { about: ['category', 'target.measure', 'description'], kind: [] },
  Communication: { about: ['topic'], kind: ['category', 'reasonCode'] },
  EpisodeOfCare: { about: ['type'], kind: [] },
  CarePlan: { about: ['category'], kind: [] },
  CareTeam: { about: ['reasonCode'], kind: [] },
};

/** Their parts are about different people and things: a code counts for its own part only. */
export const APART: ReadonlySet<string> = new Set(['CarePlan', 'CareTeam', 'Practitioner']);
/** Says nothing of the resource itself. */
const ASIDE: ReadonlySet<string> = new Set(['meta', 'text', 'contained', 'extension']);

/**
 * What a resource says of its own subject matter: by the marks of its source, and by the codes that
 * the maps know. The two together only tighten. Without a mark, every code that says what the
 * resource is about has to be known, or it is unclassified besides.
 * @param type resource type, or `CarePlan.activity.detail`
 */
export function statedBy(resource: Members, type: string, labels: LabelReader): StatedLabels {
  const marked = labels.read(markedCodings(resource));
  const topic = topicOf(resource, TOPICS[type]);
  const known = new Set([...topic.labels, ...profileLabels(resource)]);
  if (!APART.has(type))
    for (const name of Object.keys(resource))
      if (!ASIDE.has(name))
        for (const label of labelsOfCodes(codesIn(resource[name]))) known.add(label);
  const open = marked.matter.length === 0 && !topic.settled;
  const matter = new Set([...marked.matter, ...[...known].filter(isSubject)]);
  if (open) matter.add('unclassified');
  const added = [...known].filter((label) => !isSubject(label));
  return {
    matter: [...matter],
    added: [...new Set([...marked.added, ...added, ...securityLabels(resource)])],
  };
}

const isSubject = (label: string): boolean => label === 'unclassified' || isMatter(label);

interface FoundTopic {
  readonly labels: readonly string[];
  /** What it is about is known as a whole. */
  readonly settled: boolean;
}

function topicOf(resource: Members, topic: Topic | undefined): FoundTopic {
  if (!topic) return { labels: [], settled: false };
  const about = topic.about.flatMap((path) => conceptsAt(resource, path)).map(known);
  const kind = topic.kind.flatMap((path) => conceptsAt(resource, path)).map(known);
  const decided = kind.flat().some(({ decides }) => decides === true);
  const whole = about.length > 0 && about.every(saysSubject);
  const labels = [...about, ...kind].flat().flatMap((code) => code.labels);
  return { labels, settled: decided || whole };
}

/** A code that says who is involved says nothing of what it is about. */
const saysSubject = (codes: readonly KnownCode[]): boolean =>
  codes.some(({ labels }) => labels.some(isSubject));

const known = (concept: unknown): readonly KnownCode[] =>
  codingsOf(concept).flatMap((coding) => knownCode(coding) ?? []);

/** The concepts at `code` or `target.measure`; a description counts only where it is coded. */
function conceptsAt(resource: Members, path: string): readonly unknown[] {
  const [name = '', member] = path.split('.');
  const values = listOf(resource[name]);
  if (member === undefined)
    return name === 'description' ? values.filter((each) => codingsOf(each).length > 0) : values;
  return values.flatMap((each) => (isMembers(each) ? listOf(each[member]) : []));
}
