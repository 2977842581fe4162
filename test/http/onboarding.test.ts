import { describe, expect, test } from '@jest/globals';
import { servedFiles } from '../../src/http/onboarding/page-files.ts';
import { pageModules, ROOT } from '../../src/http/onboarding/page-modules.ts';
import { testGateway } from './support.ts';

const { ask } = testGateway();
const get = (path: string, headers: Record<string, string> = {}) => ask.get(path).set(headers);

describe('the page', () => {
  test.each([
    ['/onboarding/nl', {}, 'nl'],
    ['/onboarding/en', {}, 'en'],
    ['/onboarding', { 'accept-language': 'en-GB,en' }, 'en'],
    ['/onboarding', { 'accept-language': 'de' }, 'nl'],
    ['/onboarding', {}, 'nl'],
  ])('%s with %j speaks %s', async (path, headers, language) => {
    const { status, text, headers: sent } = await get(path, { accept: 'text/html', ...headers });
    expect(status).toBe(200);
    expect(sent['content-type']).toBe('text/html; charset=utf-8');
    expect(sent['content-language']).toBe(language);
    expect(text).toContain(`<html lang="${language}"`);
    expect(text).toContain(
      `lang="${language}" hreflang="${language}" data-language="${language}" aria-current="true"`,
    );
  });

  test('has no way out of the browser, and nothing is kept of it', async () => {
    const { headers } = await get('/onboarding/en');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('loads from this gateway alone, and holds no script or style itself', async () => {
    const { text } = await get('/onboarding/nl');
    expect(text).not.toMatch(/https?:|\/\/[a-z]/i);
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect(text.match(/<script[^>]*>[^<]*/g)).toEqual([
      `<script type="module" src="${servedFiles().page.script}">`,
    ]);
    for (const [, address = ''] of text.matchAll(/(?:src|href|value|data-worker)="(\/[^"]+)"/g))
      expect((await get(address)).status).toBe(200);
  });

  test('is in both languages all the same page', async () => {
    const outline = ({ text }: { text: string }) =>
      [...text.matchAll(/<(\w+)[^>]*?(?: id="([\w-]+)")?[^>]*>/g)].map(([, tag, id]) => [tag, id]);
    expect(outline(await get('/onboarding/nl'))).toEqual(outline(await get('/onboarding/en')));
  });

  test('names every field, and every name belongs to a field', async () => {
    const { text } = await get('/onboarding/nl');
    const named = [...text.matchAll(/<label for="([\w-]+)"/g)].map(([, id]) => id);
    const fields = [...text.matchAll(/<(?:input|select|textarea)[^>]* id="([\w-]+)"/g)];
    expect(fields.map(([, id]) => id).sort()).toEqual(named.sort());
  });
});

describe('the files of the page', () => {
  const { version, files, page } = servedFiles();

  test('every one that is imported is served, under an address that never changes', async () => {
    for (const [name, { mediaType, bytes }] of files) {
      const path = `/onboarding/files/${version}/${name}`;
      const { status, headers } = await get(path, { accept: '*/*' });
      expect([name, status, headers['content-type']]).toEqual([name, 200, mediaType]);
      expect(headers['cache-control']).toContain('immutable');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      if (!mediaType.startsWith('text/javascript')) continue;
      for (const [, imported = ''] of bytes
        .toString()
        .matchAll(/^(?:import|export)[^'"`;()]*?from '\.\/([^']+)'/gm))
        expect([name, imported, files.has(imported)]).toEqual([name, imported, true]);
    }
  });

  test('are small enough for a telephone', () => {
    const weight = (names: Iterable<string>) =>
      [...names].reduce((sum, name) => sum + (files.get(name)?.gzipped.length ?? 0), 0);
    const first = pageModules([`${ROOT}dist/src/portal/onboarding/onboarding-page.js`]).keys();
    expect(weight(first)).toBeLessThan(40_000);
    expect(weight(files.keys())).toBeLessThan(400_000);
  });

  test('come packed to whoever can unpack them', async () => {
    const packed = await get(page.style, { 'accept-encoding': 'gzip' });
    const plain = await get(page.style, { 'accept-encoding': 'identity' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.text).toBe(plain.text);
  });

  test.each([
    'package.json',
    'main.js',
    '..%2fpackage.json',
    '..',
    'compose.js',
    'constructor',
    '__proto__',
  ])('%s is not among them', async (name) => {
    const { status, headers } = await get(`/onboarding/files/${version}/${name}`);
    expect(status).toBe(404);
    expect(headers['content-type']).toContain('application/problem+json');
  });

  test('of another version are not there', async () => {
    expect((await get(page.script.replace(version, '0000000000000000'))).status).toBe(404);
  });

  test('hold nothing that only a server has', () => {
    expect(() => pageModules([`${ROOT}dist/src/flows/push.js`])).toThrow('not in a browser');
    for (const [name, { bytes }] of files)
      if (!name.startsWith('npm-')) {
        const code = bytes.toString().replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
        expect([name, /\b(?:Buffer|process|require)\b\s*[.(]/.test(code)]).toEqual([name, false]);
      }
  });
});

test('no other method opens these doors', async () => {
  expect((await ask.post('/onboarding').send({})).status).toBe(405);
  expect((await ask.put('/onboarding/nl').send({})).status).toBe(405);
});
