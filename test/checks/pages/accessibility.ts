import type { Tab } from './tab.ts';

/**
 * What a person with a screen reader, a keyboard or weak eyes would trip over, as sentences; runs
 * in the page (WCAG 2.2: 1.3.1, 1.4.3, 1.4.10, 2.4.6, 2.5.8, 3.1.1, 3.3.2, 4.1.2).
 */
const LOOK = String.raw`(() => {
  const found = [];
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const all = (s) => [...document.querySelectorAll(s)].filter(seen);
  const name = (e) => {
    const by = e.getAttribute('aria-labelledby');
    const texts = [e.getAttribute('aria-label'), by && by.split(' ').map((id) => document.getElementById(id)?.textContent).join(' '),
      ...(e.labels ? [...e.labels].map((l) => l.textContent) : []), /^(A|BUTTON|SUMMARY)$/.test(e.tagName) ? e.textContent : ''];
    return texts.find((t) => t && t.trim()) ?? '';
  };
  const shown = (e) => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' "' + (e.textContent ?? '').trim().slice(0, 30) + '"';
  if (!['nl', 'en'].includes(document.documentElement.lang)) found.push('the page does not say its language');
  if (document.title.trim() === '') found.push('the page has no title');
  if (all('main').length !== 1) found.push('there is not one main');
  if (all('h1').length !== 1) found.push('there is not one h1');
  if (all('body > header').length !== 1 || all('nav').some((n) => !name(n))) found.push('a landmark is missing or has no name');
  let level = 0;
  for (const h of all('h1,h2,h3,h4,h5')) {
    const now = Number(h.tagName[1]);
    if (now > level + 1) found.push('a level of headings is skipped at ' + shown(h));
    if (!h.textContent.trim()) found.push('an empty heading');
    level = now;
  }
  for (const e of all('input,select,textarea,button,a,summary,[role=region]')) if (!name(e)) found.push(shown(e) + ' has no name');
  for (const e of all('[aria-labelledby],[aria-describedby]'))
    for (const id of (e.getAttribute('aria-labelledby') ?? e.getAttribute('aria-describedby')).split(' '))
      if (!document.getElementById(id)) found.push(shown(e) + ' refers to ' + id + ', which is not there');
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) < i))) found.push('the id ' + id + ' is there twice');
  if (!document.querySelector('[role=status]')) found.push('nothing tells what happened');
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways: ' + document.documentElement.scrollWidth);
  for (const e of all('input,select,textarea,button:not(.link)')) {
    const { height } = e.getBoundingClientRect();
    if (height < 44) found.push(shown(e) + ' is ' + height + ' high');
  }
  for (const e of all('a,.link,summary')) {
    const { height } = e.getBoundingClientRect();
    if (height < 23.5) found.push(shown(e) + ' is ' + height + ' high');
  }
  const parse = (c) => (c.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => {
    const f = (v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const behind = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const c = parse(getComputedStyle(at).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const dull = new Set();
  for (const e of all('body *')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own && !/^(INPUT|SELECT|TEXTAREA)$/.test(e.tagName)) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(parse(style.color)), light(behind(e))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) dull.add(e.tagName + '.' + e.className + ' has a contrast of ' + ratio.toFixed(2));
  }
  return [...found, ...dull];
})()`;

/** What is wrong with how the page can be perceived. */
export function lookAt(tab: Tab): Promise<readonly string[]> {
  return tab.evaluate<string[]>(LOOK);
}

/** Marks everything that Tab should reach, in the order of the page; says how many. */
const MARK = String.raw`(() => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const can = 'a[href],button:not([disabled]),input:not([disabled]),select:not([disabled]),textarea:not([disabled]),summary,[tabindex="0"]';
  const all = [...document.querySelectorAll(can)].filter(seen);
  all.forEach((e, i) => { e.dataset.stop = String(i); });
  document.activeElement?.blur();
  scrollTo(0, 0);
  return all.length;
})()`;

const WHERE = String.raw`(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return { stop: -1, outline: true };
  const { outlineStyle, outlineWidth } = getComputedStyle(e);
  return { stop: Number(e.dataset.stop ?? -2), outline: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
})()`;

/** Goes through the page with Tab alone, as far as so many stops. */
export async function tabThrough(tab: Tab, most = 80): Promise<readonly string[]> {
  const count = await tab.evaluate<number>(MARK);
  const found: string[] = [];
  await tab.press('Tab');
  let { stop, outline } = await tab.evaluate<{ stop: number; outline: boolean }>(WHERE);
  // The browser starts where the focus was last: go on until the beginning comes round.
  for (let i = 0; stop !== 0 && i <= count + 1; i += 1) {
    await tab.press('Tab');
    ({ stop, outline } = await tab.evaluate<{ stop: number; outline: boolean }>(WHERE));
  }
  for (let expected = 0; expected < Math.min(count, most); expected += 1) {
    if (stop !== expected) return [...found, `Tab came to stop ${stop} in place of ${expected}`];
    if (!outline) found.push(`stop ${stop} does not show that it has the focus`);
    await tab.press('Tab');
    ({ stop, outline } = await tab.evaluate<{ stop: number; outline: boolean }>(WHERE));
  }
  if (count <= most && stop !== -1 && stop !== 0) found.push('Tab does not leave the page');
  return found;
}
