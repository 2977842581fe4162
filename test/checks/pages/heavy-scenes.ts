import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt } from './accessibility.ts';
import { expected, MAPPING } from './scenes.ts';
import type { Scene } from './scenes.ts';

const TEN_MEGABYTES = 10 * 1024 * 1024;

const HOSTILE = [
  '<script>window.harmed=1</script>',
  '<img src=x onerror="window.harmed=1">',
  '"><svg onload=window.harmed=1>',
  '\u202eevil\u2066',
  'Z\u0351\u036b\u0343'.repeat(300),
  '\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67',
  'x'.repeat(100_000),
];

const hostile: Scene = {
  name: 'hostile values and names',
  play: async (visit, folder) => {
    const file = join(folder, 'hostile.json');
    const entries = HOSTILE.map((text, i) => [`${i}${text.slice(0, 150)}`, text]);
    writeFileSync(
      file,
      JSON.stringify([{ id: HOSTILE[0], ...(Object.fromEntries(entries) as object) }]),
    );
    await visit.choose(file);
    await visit.press('draft');
    await visit.tab.until(`!document.getElementById('draft-form').hidden`);
    await visit.write('draft-field', 'id');
    await visit.press('draft-make');
    await visit.tab.until(`document.querySelectorAll('.row').length > 0`);
    const harmed = await visit.tab.evaluate<boolean>(`'harmed' in window`);
    const made = await visit.count(
      '#result :is(script, img, svg, iframe, style, [onerror], [onload])',
    );
    return [
      ...expected('a script of the example ran', !harmed),
      ...expected('an element of the example was made', made === 0),
      ...(await lookAt(visit.tab)),
    ];
  },
};

const large: Scene = {
  name: 'ten megabytes',
  play: async (visit, folder) => {
    const pupils = Array.from({ length: 45_000 }, (_, n) => ({
      leerlingnummer: `DS-${n}`,
      voornaam: 'Zoë',
      leerjaar: 2,
      mentor: 'x'.repeat(150),
    }));
    const text = JSON.stringify(pupils);
    const [fits, over] = [join(folder, 'groot.json'), join(folder, 'te-groot.json')];
    writeFileSync(fits, text.slice(0, TEN_MEGABYTES));
    writeFileSync(over, `${text}${' '.repeat(TEN_MEGABYTES)}`);
    await visit.write('mapping', MAPPING);
    await visit.choose(fits);
    const note = await visit.text('#example-held-text');
    await visit.tab.evaluate(
      `(() => { window.worst = 0; let last = performance.now(); setInterval(() => { const now = performance.now(); window.worst = Math.max(window.worst, now - last); last = now; }, 20); })()`,
    );
    const { status, ms } = await visit.preview();
    const worst = await visit.tab.evaluate<number>('window.worst');
    const rows = await visit.count('.row, .fact');
    await visit.tab.evaluate(`document.getElementById('status').textContent = ''`);
    await visit.choose(over);
    const refused = await visit.text('#status');
    return [
      ...expected(`the file is not named: ${note}`, note.includes('groot.json')),
      ...expected(
        `there is no clear answer: ${status}`,
        /facts|feiten|many|values|50/.test(status) || (await visit.count('.faults li')) > 0,
      ),
      ...expected(`it took ${ms} ms`, ms < 20_000),
      ...expected(`the page did not answer for ${Math.round(worst)} ms`, worst < 2_000),
      ...expected(`${rows} rows at once`, rows < 1_000),
      ...expected(`a larger file is not refused: ${refused}`, refused.includes('10 MB')),
    ];
  },
};

/** Whatever script might come to run on the page, nothing leaves it. */
const closed: Scene = {
  name: 'no way out',
  play: async (visit) => {
    const ways = [
      `fetch('/healthz').then(() => true, () => false)`,
      `fetch('https://example.org/').then(() => true, () => false)`,
      `new Promise((done) => { const i = new Image(); i.onload = () => done(true); i.onerror = () => done(false); i.src = '/healthz'; })`,
      `new Promise((done) => { const x = new XMLHttpRequest(); x.onload = () => done(true); x.onerror = () => done(false); x.open('GET', '/healthz'); x.send(); })`,
      `(() => { try { return Boolean(eval('1')); } catch { return false; } })()`,
      `(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s); return 'ran' in window; })()`,
    ];
    const open: string[] = [];
    for (const way of ways) if (await visit.tab.evaluate<boolean>(way)) open.push(`open: ${way}`);
    // The browser says of each that it was refused: that is what was wanted.
    visit.tab.complaints.length = 0;
    visit.tab.asked.length = 0;
    return open;
  },
};

/** What is the same in every size and language. */
export const HEAVY_SCENES: readonly Scene[] = [hostile, large, closed];

/** Broken pages that the checks must catch. */
export const CONTROLS: readonly { readonly name: string; readonly breakIt: string }[] = [
  {
    name: 'a field without a label',
    breakIt: `document.querySelector('label[for=mapping]').remove()`,
  },
  {
    name: 'a heading level skipped',
    breakIt: `document.querySelector('h2').outerHTML = '<h4>x</h4>'`,
  },
  {
    name: 'text that is too pale',
    breakIt: `document.querySelector('h1').style.setProperty('color', '#bbb')`,
  },
  { name: 'a page without language', breakIt: `document.documentElement.removeAttribute('lang')` },
  {
    name: 'no main',
    breakIt: `document.querySelector('main').outerHTML = document.querySelector('main').outerHTML.replace('<main', '<div')`,
  },
  {
    name: 'a button that is too small',
    breakIt: `document.getElementById('save').style.setProperty('min-height', '0')`,
  },
  {
    name: 'a page that scrolls sideways',
    breakIt: `document.querySelector('h1').style.setProperty('width', '3000px')`,
  },
  {
    name: 'a focus that does not show',
    breakIt: `document.getElementById('save').style.setProperty('outline', 'none')`,
  },
  {
    name: 'another order of focus',
    breakIt: `document.getElementById('save').setAttribute('tabindex', '1')`,
  },
  {
    name: 'a keyboard trap',
    breakIt: `document.getElementById('mapping').addEventListener('keydown', (e) => e.preventDefault())`,
  },
  { name: 'an id that is there twice', breakIt: `document.querySelector('h1').id = 'mapping'` },
];
