import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt, tabThrough } from './accessibility.ts';
import type { Visit } from './visit.ts';

/** A situation on the page: brings it about, and says what is wrong with it. */
export interface Scene {
  readonly name: string;
  readonly play: (visit: Visit, folder: string) => Promise<readonly string[]>;
}

const ROOT = join(import.meta.dirname, '../../../..');
const SCHOOL = join(ROOT, 'examples/demo-region/dossiers/school.json');
export const MAPPING = readFileSync(join(ROOT, 'examples/mappings/school-json.json'), 'utf8');

export function expected(what: string, holds: boolean): readonly string[] {
  return holds ? [] : [what];
}

/** How the page is perceived, and whether a keyboard is enough. */
export async function perceived(visit: Visit): Promise<readonly string[]> {
  return [...(await lookAt(visit.tab)), ...(await tabThrough(visit.tab))];
}

const empty: Scene = {
  name: 'empty',
  play: async (visit) => {
    const { status } = await visit.preview();
    return [
      ...expected('it does not say that there is no example', status !== ''),
      ...(await perceived(visit)),
    ];
  },
};

const good: Scene = {
  name: 'a good mapping',
  play: async (visit) => {
    await visit.choose(SCHOOL);
    await visit.write('mapping', MAPPING);
    const { status } = await visit.preview();
    const [name = ''] = /Zoë/.exec(await visit.text('#source')) ?? [];
    return [
      ...expected(`21 facts were expected: ${status}`, status.startsWith('21 ')),
      ...expected('the example is not shown', name === 'Zoë'),
      ...expected('not every fact is there', (await visit.count('.fact')) === 21),
      ...expected(
        'the result has not got the focus',
        await visit.tab.evaluate(`document.activeElement.id === 'result'`),
      ),
      ...(await perceived(visit)),
      ...(await leads(visit)),
    ];
  },
};

/** A link from a value goes to its fact. */
async function leads(visit: Visit): Promise<readonly string[]> {
  const link = `document.querySelector('.row a[href="#fact-4"]')`;
  await visit.tab.evaluate(`${link}.click()`);
  const reached = await visit.tab.evaluate<boolean>(
    `location.hash === '#fact-4' && document.querySelector('#fact-4:target') !== null`,
  );
  return expected('a link from a value does not lead to its fact', reached);
}

const unmapped: Scene = {
  name: 'what is not mapped',
  play: async (visit) => {
    const document = JSON.parse(MAPPING) as { items: { facts: unknown[]; ignore?: unknown }[] };
    for (const item of document.items) {
      item.facts.splice(3);
      delete item.ignore;
    }
    await visit.choose(SCHOOL);
    await visit.write('mapping', JSON.stringify(document, null, 2));
    await visit.preview();
    const before = await visit.count('.group.unmapped');
    await visit.tab.evaluate(
      `document.querySelectorAll('details').forEach((d, i) => { d.open = i < 3; })`,
    );
    const found = await perceived(visit);
    await visit.tab.evaluate(`document.querySelector('.group details button:not(.link)').click()`);
    await visit.tab.until(`document.querySelectorAll('.group.unmapped').length === ${before - 1}`);
    return [...expected('nothing is left to map', before > 1), ...found];
  },
};

const errors: Scene = {
  name: 'a wrong mapping',
  play: async (visit) => {
    await visit.choose(SCHOOL);
    await visit.write(
      'mapping',
      MAPPING.replace('identity.birth', 'identity.brith').replace('"geboortedatum"', '"^^^/x"'),
    );
    await visit.preview();
    const faults = await visit.text('#faults');
    const found = await perceived(visit);
    await visit.tab.evaluate(`document.querySelector('.faults button').click()`);
    const chosen = await visit.tab.evaluate<string>(
      `(() => { const e = document.activeElement; return e.id + ' ' + e.value.slice(e.selectionStart, e.selectionEnd).trim(); })()`,
    );
    return [
      ...expected('no line is named', /(line|regel) \d+/.test(faults)),
      ...expected('no remedy is named', faults.includes('identity.birth')),
      ...expected(
        `the line is not led to: ${chosen}`,
        chosen.startsWith('mapping "labels": ["identity.brith"]'),
      ),
      ...found,
    ];
  },
};

const draft: Scene = {
  name: 'a draft from an example, in the other language',
  play: async (visit) => {
    await visit.choose(SCHOOL);
    await visit.press('draft');
    await visit.tab.until(`!document.getElementById('draft-form').hidden`);
    const found = await perceived(visit);
    await visit.write('draft-field', 'leerlingnummer');
    await visit.press('draft-make');
    await visit.tab.until(`document.querySelectorAll('.fact').length > 0`);
    const typed = await visit.tab.evaluate<string>(`document.getElementById('mapping').value`);
    await visit.tab.evaluate(
      `document.querySelector('[data-language]:not([aria-current])').click()`,
    );
    const after = await visit.tab.evaluate<string>(`document.getElementById('mapping').value`);
    const [lang, path] = await visit.tab.evaluate<string[]>(
      `[document.documentElement.lang, location.pathname]`,
    );
    return [
      ...found,
      ...expected('a label was guessed', !/"labels": \[(?!"unclassified"\])/.test(typed)),
      ...expected('what was typed is lost with the language', typed === after && typed !== ''),
      ...expected('the address does not follow the language', path === `/onboarding/${lang ?? ''}`),
      ...(await lookAt(visit.tab)),
    ];
  },
};

const ready: Scene = {
  name: 'a ready mapping, kept as a file',
  play: async (visit, folder) => {
    const address = await visit.tab.evaluate<string>(
      `[...document.getElementById('ready').options].find((o) => o.text === 'school-json').value`,
    );
    await visit.write('ready', address);
    await visit.tab.until(`document.getElementById('mapping').value.includes('school-json')`);
    await visit.tab.download(folder, () => visit.press('save'));
    const saved = readFileSync(join(folder, 'school-json.json'), 'utf8');
    return expected('what was saved is not what was shown', saved === MAPPING);
  },
};

/** Everything that is looked at in every size and language. */
export const SCENES: readonly Scene[] = [empty, good, unmapped, errors, draft, ready];
