import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testGateway } from '../http/support.ts';
import { findChromium, startChromium } from './pages/chromium.ts';
import type { Chromium } from './pages/chromium.ts';
import { CONTROLS, HEAVY_SCENES } from './pages/heavy-scenes.ts';
import { perceived, SCENES } from './pages/scenes.ts';
import type { Scene } from './pages/scenes.ts';
import { Visit } from './pages/visit.ts';
import type { Language } from './pages/visit.ts';
import { checkArguments, closeCheck } from './report.ts';

/**
 * `npm run check:pages [-- --quick] [--json FILE] [-- --shots FOLDER]`: a real browser at the page,
 * in both languages, on a telephone and on a desktop.
 */
const SIZES = [
  { width: 320, height: 640 },
  { width: 360, height: 740 },
  { width: 1280, height: 900 },
];
const { quick, jsonFile } = checkArguments(process.argv.slice(2));
const shots = process.argv[process.argv.indexOf('--shots') + 1];
const shotsIn = process.argv.includes('--shots') ? shots : undefined;

const path = findChromium();
if (path === undefined) {
  process.stderr.write(
    'There is no browser here: install one (Debian and Ubuntu: apt-get install chromium), or set CHROME_PATH to one.\n',
  );
  closeCheck('pages', { passed: 0, failed: 1 }, { jsonFile, figures: [] });
} else await checkPages(path);

async function checkPages(browserPath: string): Promise<void> {
  const server = createServer(testGateway().app);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = startChromium(browserPath);
  const folder = mkdtempSync(join(tmpdir(), 'planpoort-pages-'));
  const figures: { readonly scene: string; readonly found: readonly string[] }[] = [];
  const note = (scene: string, found: readonly string[]): void => {
    figures.push({ scene, found });
    process.stdout.write(`${found.length === 0 ? 'ok  ' : 'FAIL'} ${scene}\n`);
    for (const line of found) process.stdout.write(`       ${line}\n`);
  };
  try {
    for (const size of quick ? SIZES.slice(1, 2) : SIZES)
      for (const language of ['nl', 'en'] as const)
        for (const scene of SCENES) {
          const name = `${scene.name}, ${language}, ${size.width} × ${size.height}`;
          note(name, await played(scene, { browser, base, folder, size, language }));
        }
    const size = { width: 1280, height: 900 };
    for (const scene of HEAVY_SCENES)
      note(scene.name, await played(scene, { browser, base, folder, size, language: 'en' }));
    for (const control of CONTROLS)
      note(`control: ${control.name}`, await caught(control.breakIt, browser, base));
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const failed = figures.filter(({ found }) => found.length > 0).length;
  closeCheck('pages', { passed: figures.length - failed, failed }, { jsonFile, figures });
}

interface Setting {
  readonly browser: Chromium;
  readonly base: string;
  readonly folder: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly language: Language;
}

async function played(scene: Scene, setting: Setting): Promise<readonly string[]> {
  const { browser, base, folder, size, language } = setting;
  const visit = await Visit.at(browser, base, { size, language });
  try {
    const found = await scene.play(visit, folder);
    if (shotsIn !== undefined) {
      const file = `${scene.name.replaceAll(/\W+/g, '-')}-${language}-${size.width}.png`;
      await visit.tab.photograph(join(shotsIn, file));
    }
    return [...found, ...visit.troubles()];
  } catch (error) {
    return [String(error), ...visit.troubles()];
  } finally {
    await visit.tab.close();
  }
}

/** Nothing is found when the broken page is caught. */
async function caught(
  breakIt: string,
  browser: Chromium,
  base: string,
): Promise<readonly string[]> {
  const size = { width: 1280, height: 900 };
  const visit = await Visit.at(browser, base, { size, language: 'en' });
  const before = await perceived(visit);
  await visit.tab.evaluate(`(() => { ${breakIt} })()`);
  const after = await perceived(visit);
  await visit.tab.close();
  return after.length > before.length ? [] : ['was not noticed'];
}
