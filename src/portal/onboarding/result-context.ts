import type { MappingPlace, Suggestion } from '../../onboarding/example-preview.ts';
import type { Language } from '../../vocabulary/code-list.ts';
import type { PageElement, PageNode } from './browser.ts';
import { toldIn } from './fault-texts.ts';
import { button, el, foreign } from './nodes.ts';
import type { Say } from './result-texts.ts';

/** What the parts of a result need of the page around them. */
export interface ResultContext {
  readonly language: Language;
  readonly say: Say;
  /** Leads to a line of the mapping. */
  readonly goTo: (line: number) => void;
  /** Adds an entry to the mapping and shows what it becomes. */
  readonly add: (suggestion: Suggestion) => void;
}

/** A line of the mapping that leads there. */
export function lineLink({ line }: MappingPlace, { say, goTo }: ResultContext): PageElement {
  return button(say('line', { line: String(line) }), () => goTo(line), 'link');
}

/** What a reader said, marked when it is in another language than the page. */
export function told(text: string, language: Language): PageElement {
  const sentence = toldIn(language, text);
  const attributes = sentence.language === language ? {} : { lang: sentence.language };
  const todo = sentence.todo === undefined ? [] : [' ', sentence.todo];
  return el('span', attributes, foreign(sentence.text), '.', ...todo);
}

/** A part of the result under a heading of its own. */
export function part(id: string, heading: string, ...inside: readonly PageNode[]): PageElement {
  return el(
    'section',
    { id, class: 'part', 'aria-labelledby': `${id}-heading` },
    el('h3', { id: `${id}-heading` }, heading),
    ...inside,
  );
}

/** A list that grows by so many entries at a time. */
export function growing<T>(
  entries: readonly T[],
  { step, list, say }: { readonly step: number; readonly list: PageElement; readonly say: Say },
  render: (entry: T) => PageElement,
): PageElement {
  const more = button('', () => grow(), 'more');
  let shown = 0;
  const grow = (): void => {
    const next = entries.slice(shown, shown + step).map(render);
    list.append(...next);
    const first = shown > 0 ? next[0] : undefined;
    shown += next.length;
    more.textContent = say('more', { left: String(entries.length - shown) });
    more.hidden = shown >= entries.length;
    if (!first) return;
    first.setAttribute('tabindex', '-1');
    first.focus();
  };
  grow();
  return el('div', {}, list, more);
}
