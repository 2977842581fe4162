import type { ExamplePreview, LeafState, OutlineRow } from '../../onboarding/example-preview.ts';
import type { PageElement } from './browser.ts';
import { element } from './browser.ts';
import { el, foreign } from './nodes.ts';
import { growing, part } from './result-context.ts';
import type { ResultContext } from './result-context.ts';

export const STATES: readonly LeafState[] = [
  'mapped',
  'unmapped',
  'quarantined',
  'ignored',
  'empty',
];
const STEP = 150;
const DEEPEST = 8;

/** The example line by line, each value marked with what became of it, in words and in colour. */
export function renderSource(preview: ExamplePreview, context: ResultContext): PageElement {
  const { say } = context;
  const options = STATES.map((state) => el('option', { value: state }, say(state)));
  const choice = el(
    'select',
    { id: 'shown' },
    el('option', { value: '' }, say('showAll')),
    ...options,
  );
  const holder = el('div', {});
  const show = (state: string): void => {
    const rows = state === '' ? preview.rows : preview.rows.filter((row) => row.state === state);
    const list = el('ul', { class: 'outline', role: 'list' });
    const render = (row: OutlineRow) => renderRow(row, state !== '', context);
    const grown = growing(rows, { step: STEP, list, say }, render);
    holder.replaceChildren(rows.length === 0 ? el('p', {}, say('nothing')) : grown);
  };
  choice.addEventListener('change', () => show(element('shown').value));
  show('');
  return part(
    'source',
    say('source'),
    el('p', { class: 'choice' }, el('label', { for: 'shown' }, say('show')), ' ', choice),
    holder,
    ...beyond(preview.rowCount, preview.rows.length, context),
  );
}

function renderRow(row: OutlineRow, alone: boolean, { say }: ResultContext): PageElement {
  const { depth, name, place, state, value, facts } = row;
  const indent = alone ? 0 : Math.min(depth, DEEPEST);
  const named = el('span', { class: 'name' }, foreign(alone ? place : name));
  if (state === undefined) return el('li', { class: `row d${indent} holder` }, named);
  const links = facts
    .slice(0, 5)
    .map((number) => factLink(number, say('fact', { number: String(number) })));
  return el(
    'li',
    { class: `row d${indent} ${state}` },
    named,
    ' ',
    el('span', { class: 'value' }, foreign(value ?? '')),
    ' ',
    el('span', { class: 'state' }, say(state)),
    ...links.flatMap((link) => [' ', link]),
  );
}

function factLink(number: number, text: string): PageElement {
  return el('a', { href: `#fact-${number}` }, text);
}

/** Says that there is more than what is here. */
export function beyond(
  count: number,
  shown: number,
  { say }: ResultContext,
): readonly PageElement[] {
  if (count <= shown) return [];
  return [
    el('p', { class: 'hint' }, say('beyond', { count: String(count), shown: String(shown) })),
  ];
}
