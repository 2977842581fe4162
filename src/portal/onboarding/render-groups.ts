import type {
  ExamplePreview,
  HeldGroup,
  PlaceGroup,
  Suggestion,
} from '../../onboarding/example-preview.ts';
import type { PageElement, PageNode } from './browser.ts';
import { button, el, foreign } from './nodes.ts';
import { texts } from './render-facts.ts';
import { growing, lineLink, part, told } from './result-context.ts';
import type { ResultContext } from './result-context.ts';
import type { ResultKey } from './result-texts.ts';

const STEP = 30;

/** What no rule names, with the lines that could be added for it. */
export function renderUnmapped({ unmapped }: ExamplePreview, context: ResultContext): PageElement {
  const { say } = context;
  if (unmapped.length === 0)
    return part('unmapped', say('unmappedList'), el('p', {}, say('nothing')));
  const list = el('ul', { class: 'groups', role: 'list' });
  return part(
    'unmapped',
    say('unmappedList'),
    el('p', { class: 'hint' }, say('unmappedMeans')),
    growing(unmapped, { step: STEP, list, say }, (group) =>
      el(
        'li',
        { class: 'group unmapped' },
        placesOf(group, context),
        ...suggestions(group, context),
      ),
    ),
  );
}

/** What would be held back, by reason. */
export function renderHeld({ held }: ExamplePreview, context: ResultContext): PageElement {
  const { say, language } = context;
  if (held.length === 0) return part('held', say('heldList'), el('p', {}, say('nothing')));
  const list = el('ul', { class: 'groups', role: 'list' });
  const render = (group: HeldGroup): PageElement =>
    el(
      'li',
      { class: 'group quarantined' },
      placesOf(group, context),
      el('p', {}, foreign(group.code, 'code'), ': ', told(group.text, language)),
      ...suggestions(group, context),
    );
  return part('held', say('heldList'), growing(held, { step: STEP, list, say }, render));
}

function placesOf({ count, places, rule }: PlaceGroup, context: ResultContext): PageElement {
  const { say } = context;
  const times = count === 1 ? [] : [`${say('times', { count: String(count) })} `];
  const where = rule ? [`, ${say('itemAt')} `, lineLink(rule, context)] : [];
  return el('p', { class: 'places' }, ...times, texts(places), ...where);
}

function suggestions(group: PlaceGroup, context: ResultContext): readonly PageElement[] {
  const { map, ignore, places } = group;
  const { say } = context;
  const lines = [
    ...(map ? suggestion(map, ['suggestMap', 'add'], context, places) : []),
    ...(ignore
      ? suggestion(ignore, [map ? 'suggestIgnore' : 'onlyIgnore', 'addIgnore'], context, places)
      : []),
  ];
  if (lines.length === 0) return [];
  return [el('details', {}, el('summary', {}, say('suggest')), ...lines)];
}

function suggestion(
  given: Suggestion,
  [intro, action]: readonly [ResultKey, ResultKey],
  context: ResultContext,
  places: readonly string[],
): readonly PageElement[] {
  const { say, add } = context;
  const [place = ''] = places;
  const name: PageNode[] = [
    say(action),
    el('span', { class: 'unseen' }, ' ', foreign(say('addFor', { place }))),
  ];
  return [
    el('p', {}, say(intro, { member: given.member }), ' ', lineLink(given.into, context), ':'),
    el(
      'pre',
      { tabindex: '0', role: 'region', 'aria-label': say('suggest') },
      foreign(given.entry, 'code'),
    ),
    button(el('span', {}, ...name), () => add(given)),
  ];
}
