import { LANGUAGES } from '../../vocabulary/code-list.ts';
import type { Language } from '../../vocabulary/code-list.ts';
import { page, showAddress } from './browser.ts';
import { TEXTS, textIn } from './texts.ts';
import type { TextKey } from './texts.ts';

export function isLanguage(text: string | undefined): text is Language {
  return (LANGUAGES as readonly (string | undefined)[]).includes(text);
}

/** Says every fixed text of the page in another language; what was typed stays. */
export function speak(language: Language): void {
  page().documentElement.setAttribute('lang', language);
  page().title = textIn(language, 'title');
  for (const node of page().querySelectorAll('[data-text]')) {
    const key = node.dataset['text'] ?? '';
    if (isTextKey(key)) node.textContent = textIn(language, key);
  }
  for (const node of page().querySelectorAll('[data-label]')) {
    const key = node.dataset['label'] ?? '';
    if (isTextKey(key)) node.setAttribute('aria-label', textIn(language, key));
  }
  for (const link of page().querySelectorAll('[data-language]'))
    if (link.dataset['language'] === language) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  showAddress(`/onboarding/${language}`);
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(TEXTS, key);
}
