import type {
  ExamplePreview,
  FactView,
  LabelSource,
  LabelView,
  ResourceView,
} from '../../onboarding/example-preview.ts';
import { CATEGORIES } from '../../vocabulary/categories.ts';
import { STATUTES } from '../../vocabulary/statutes.ts';
import type { PageElement, PageNode } from './browser.ts';
import { el, foreign } from './nodes.ts';
import { beyond } from './render-source.ts';
import { growing, lineLink, part } from './result-context.ts';
import type { ResultContext } from './result-context.ts';
import type { ResultKey } from './result-texts.ts';

const STEP = 40;

const BY: Record<LabelSource, ResultKey> = {
  rule: 'byRule',
  code: 'byCode',
  tightened: 'byTighten',
  none: 'byNone',
  'unknown-code': 'byUnknown',
};

/** The facts that come out: where each goes, with which labels and why, about whom, from where. */
export function renderFacts(preview: ExamplePreview, context: ResultContext): PageElement {
  const { say } = context;
  if (preview.facts.length === 0) return part('facts', say('facts'), el('p', {}, say('noFacts')));
  const list = el('ol', { class: 'facts', role: 'list' });
  return part(
    'facts',
    say('facts'),
    growing(preview.facts, { step: STEP, list, say }, (fact) => renderFact(fact, context)),
    ...beyond(preview.factCount, preview.facts.length, context),
  );
}

function renderFact(fact: FactView, context: ResultContext): PageElement {
  const { say } = context;
  const heading = [
    say('fact', { number: String(fact.number) }),
    ' · ',
    ...resourceOf(fact.resource, context),
  ];
  return el(
    'li',
    { id: `fact-${fact.number}`, class: 'fact', tabindex: '-1' },
    el('h4', {}, ...heading),
    el(
      'ul',
      { class: 'elements', role: 'list' },
      ...fact.elements.map(({ path, value }) =>
        el('li', {}, foreign(path, 'code'), ' = ', foreign(value)),
      ),
    ),
    el('dl', {}, ...details(fact, context)),
    ...otherwise(fact, context),
  );
}

/** Where a fact is written to. */
function resourceOf({ type, person, key }: ResourceView, { say }: ResultContext) {
  if (person !== undefined) return [foreign(type), ` ${say('of')} `, foreign(person)];
  if (key === undefined) return [foreign(type), ` ${say('ofHousehold')}`];
  return [foreign(type), ' ', foreign(key)];
}

function details(fact: FactView, context: ResultContext): readonly PageElement[] {
  const { say, language } = context;
  const { labels, subjects, law, places, dossier, rule } = fact;
  const statute = law === undefined ? say('ownLaw') : `${STATUTES.display(law, language)} (${law})`;
  return [
    ...row(say('labels'), ...labels.map((label) => labelLine(label, context))),
    ...row(say('about'), texts(subjects)),
    ...row(say('under'), statute),
    ...row(say('from'), texts(places)),
    ...row(say('dossier'), foreign(dossier)),
    ...row(say('ruleAt'), lineLink(rule, context)),
  ];
}

function row(term: string, ...inside: readonly PageNode[]): readonly PageElement[] {
  return [el('dt', {}, term), el('dd', {}, ...inside)];
}

/** A category by its name and code, with the line that gave it. */
function labelLine({ code, source, at }: LabelView, context: ResultContext): PageElement {
  const { say, language } = context;
  return el(
    'div',
    { class: 'label' },
    el('strong', {}, CATEGORIES.display(code, language)),
    ' ',
    foreign(code, 'code'),
    ` ${say(BY[source])} `,
    lineLink(at, context),
  );
}

/** Texts after each other, each in its own direction. */
export function texts(all: readonly string[]): PageElement {
  return el(
    'span',
    {},
    ...all.flatMap((text, i) => (i === 0 ? [foreign(text)] : [', ', foreign(text)])),
  );
}

function otherwise({ otherwise: other }: FactView, context: ResultContext) {
  if (!other) return [];
  const { say, language } = context;
  const labels = other.labels.map((code) => CATEGORIES.display(code, language)).join(', ');
  const resource = resourceOf(other.resource, context);
  return [
    el(
      'p',
      { class: 'hint' },
      `${say('otherwise')} `,
      ...resource,
      ` ${say('withLabels')} ${labels}.`,
    ),
  ];
}
