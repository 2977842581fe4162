import type {
  ExamplePreview,
  MappingFault,
  PreviewOutcome,
} from '../../onboarding/example-preview.ts';
import type { PageElement } from './browser.ts';
import { el, foreign } from './nodes.ts';
import { renderFacts, texts } from './render-facts.ts';
import { renderHeld, renderUnmapped } from './render-groups.ts';
import { renderSource, STATES } from './render-source.ts';
import { lineLink, part, told } from './result-context.ts';
import type { ResultContext } from './result-context.ts';

/** A result from its first to its last part. */
export function renderResult(
  outcome: PreviewOutcome,
  context: ResultContext,
): readonly PageElement[] {
  const { say, language } = context;
  if (outcome.kind === 'preview') return renderPreview(outcome, context);
  if (outcome.kind === 'example-faults') {
    const lines = outcome.faults.map((text) => el('li', {}, told(text, language)));
    return [
      part('faults', say('exampleWrong'), el('ul', { class: 'faults', role: 'list' }, ...lines)),
    ];
  }
  const lines = outcome.faults.map((fault) => faultLine(fault, context));
  return [
    part('faults', say('mappingWrong'), el('ul', { class: 'faults', role: 'list' }, ...lines)),
  ];
}

/** Line, member, what is wrong there, what may have been meant and what to do. */
function faultLine({ at, text, near }: MappingFault, context: ResultContext): PageElement {
  const { say, language } = context;
  const meant = near.length === 0 ? [] : [' ', say('near', { near: near.join(` ${say('or')} `) })];
  return el(
    'li',
    {},
    lineLink(at, context),
    ' ',
    ...(at.pointer === '' ? [] : [foreign(at.pointer, 'code'), ' ']),
    told(text, language),
    ...meant,
  );
}

function renderPreview(preview: ExamplePreview, context: ResultContext): readonly PageElement[] {
  return [
    renderCounts(preview, context),
    renderUnmapped(preview, context),
    renderHeld(preview, context),
    el('div', { class: 'beside' }, renderSource(preview, context), renderFacts(preview, context)),
    renderUse(preview, context),
  ];
}

const PARTS = [
  ['unmapped', 'unmappedList'],
  ['held', 'heldList'],
  ['source', 'source'],
  ['facts', 'facts'],
  ['use', 'use'],
] as const;

function renderCounts({ counts, mapping }: ExamplePreview, { say }: ResultContext): PageElement {
  const jump = ([id, key]: (typeof PARTS)[number]) => el('a', { href: `#${id}` }, say(key));
  const lines = STATES.map((state) =>
    el(
      'li',
      { class: state },
      el('strong', {}, String(counts[state])),
      ' ',
      el('span', { class: 'state' }, say(state)),
      ` ${say(`${state}Means`)}`,
    ),
  );
  return part(
    'counts',
    say('counts'),
    el('p', {}, foreign(say('readWith', { mapping }))),
    el('ul', { class: 'counts', role: 'list' }, ...lines),
    el('nav', { class: 'jump', 'aria-label': say('jump') }, ...PARTS.map(jump)),
  );
}

/** The two commands that put the mapping into use. */
function renderUse(preview: ExamplePreview, { say }: ResultContext): PageElement {
  const { name, format, subjects } = preview;
  const commands = [
    ['register', `planpoort admin PUT /v1/mappings/${name} ${name}.json --as OFFICER.json`],
    ['push', `planpoort push --adapter ${name} EXPORT.${format} --as YOU.json`],
  ] as const;
  const lines = commands.flatMap(([key, command]) => [
    el('h4', {}, say(key)),
    el('pre', { tabindex: '0', role: 'region', 'aria-label': say(key) }, el('code', {}, command)),
  ]);
  return part(
    'use',
    say('use'),
    el('p', {}, say('useHint', { file: `${name}.json` })),
    ...lines,
    el('p', { class: 'hint' }, say('dryRun')),
    ...(subjects.length === 0 ? [] : [el('p', {}, say('enrolled'), ' ', texts(subjects))]),
  );
}
