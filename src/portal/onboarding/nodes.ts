import { page } from './browser.ts';
import type { PageElement, PageNode } from './browser.ts';

/** Elements that only hold text. */
type Tag =
  | ('article' | 'bdi' | 'button' | 'code' | 'dd' | 'details' | 'div' | 'dl' | 'dt')
  | ('h2' | 'h3' | 'h4' | 'label' | 'li' | 'nav' | 'ol' | 'option' | 'p' | 'pre' | 'section')
  | ('select' | 'span' | 'strong' | 'summary' | 'ul' | 'a');

/** Attributes that steer nothing outside the page; `href` leads to a place in it. */
interface Attributes {
  readonly id?: string;
  readonly class?: string;
  readonly lang?: string;
  readonly href?: `#${string}`;
  readonly for?: string;
  readonly type?: 'button';
  readonly value?: string;
  readonly tabindex?: '0' | '-1';
  readonly 'aria-labelledby'?: string;
  readonly 'aria-label'?: string;
  readonly role?: 'list' | 'region';
}

/** An element with attributes and what stands in it; texts stay texts. */
export function el(
  tag: Tag,
  attributes: Attributes = {},
  ...inside: readonly PageNode[]
): PageElement {
  const made = page().createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === 'string') made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

/** Control characters, and marks that turn the direction of what follows. */
const STEERING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Foreign text with its steering marks shown as a box; line ends and tabs stay. */
export function plain(text: string): string {
  return text.replaceAll(STEERING, (mark) => ('\n\t'.includes(mark) ? mark : '\u25af'));
}

/** Foreign text, in a direction of its own. */
export function foreign(text: string, tag: 'bdi' | 'code' = 'bdi'): PageElement {
  return el(tag, tag === 'code' ? { class: 'code' } : {}, plain(text));
}

export function button(text: PageNode, press: () => void, className = ''): PageElement {
  const made = el('button', { type: 'button', ...(className && { class: className }) }, text);
  made.addEventListener('click', press);
  return made;
}
