import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json; this file runs from `dist/src/http/onboarding`. */
export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Foreign code that the page may load, and how it is written. Anything else is a mistake. */
const PACKAGES: Readonly<Record<string, { readonly file: string; readonly esm: boolean }>> = {
  zod: { file: 'index.js', esm: true },
  saxes: { file: 'saxes.js', esm: false },
  papaparse: { file: 'papaparse.min.js', esm: false },
};

/** Files of which something shorter is enough: messages in languages that nobody here reads. */
const SHORTENED: Readonly<Record<string, string>> = {
  'zod/v4/locales/index.js': "export { default as en } from './en.js';\n",
};

/** `import … from '…'`, `export … from '…'`, `import '…'`, as a compiler writes them. */
const LINK =
  /^((?:import|export)\b[^'"`;()]*?\bfrom\s*|import\s*)(['"])([^'"]+)\2(?:\s*with\s*\{[^}]*\})?/gm;
const REQUIRE = /\brequire\(\s*(['"])([^'"]+)\1\s*\)/g;

/** Flat name → text of a module whose imports are flat names too. */
export type PageModules = ReadonlyMap<string, string>;

/**
 * Everything that scripts of the page import, down to the last file, as one flat folder: what is
 * not reached from the entries cannot be asked for.
 * @param entries files under `dist`
 * @throws Error when something imports what a browser does not have
 */
export function pageModules(entries: readonly string[]): PageModules {
  const modules = new Map<string, string>();
  const wanted = [...entries];
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    const name = flatName(file);
    if (modules.has(name)) continue;
    const { text, imports } = moduleOf(file);
    modules.set(name, text);
    wanted.push(...imports);
  }
  return modules;
}

/** The name under which a file is served. */
export function flatName(file: string): string {
  const path = relative(ROOT, file)
    .replaceAll('\\', '/')
    .replace(/^dist\/src\//, '')
    .replace(/^.*node_modules\//, 'npm-');
  return `${path.replaceAll('/', '-').replace(/\.(js|json)$/, (end) => (end === '.json' ? '-json' : ''))}.js`;
}

interface Module {
  readonly text: string;
  readonly imports: readonly string[];
}

function moduleOf(file: string): Module {
  const short = Object.entries(SHORTENED).find(([end]) => file.replaceAll('\\', '/').endsWith(end));
  const text = short
    ? short[1]
    : readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*/, '');
  if (file.endsWith('.json')) return { text: `export default ${text.trim()};\n`, imports: [] };
  return isCommonJs(file) ? wrapped(text, file) : linked(text, file);
}

function linked(text: string, file: string): Module {
  const imports: string[] = [];
  const flat = text.replace(LINK, (_, start: string, __, specifier: string) => {
    const target = resolve(specifier, file);
    imports.push(target);
    return `${start}'./${flatName(target)}'`;
  });
  return { text: flat, imports };
}

/** A CommonJS file as a module: what it requires is imported, what it exports is the default. */
function wrapped(text: string, file: string): Module {
  const specifiers = [...new Set([...text.matchAll(REQUIRE)].map(([, , name = '']) => name))];
  const needed = isBundled(file) ? [] : specifiers;
  const imports = needed.map((specifier) => createRequire(file).resolve(specifier));
  const head = imports.map((target, i) => `import m${i} from './${flatName(target)}';\n`);
  const table = needed.map((specifier, i) => `${JSON.stringify(specifier)}: m${i}`);
  const names = /\bexports\.(\w+) = \1;/g;
  const exported = [...new Set([...text.matchAll(names)].map(([, name = '']) => name))];
  const tail = exported.map((name) => `export const ${name} = module.exports.${name};\n`);
  return {
    text:
      `${head.join('')}const module = { exports: {} };\n` +
      `(function (module, exports, require) {\n${text}\n})` +
      `(module, module.exports, (name) => ({ ${table.join(', ')} })[name]);\n` +
      `export default module.exports;\n${tail.join('')}`,
    imports,
  };
}

/** One file that mentions `require` for servers only. */
function isBundled(file: string): boolean {
  return file.endsWith('.min.js');
}

function isCommonJs(file: string): boolean {
  return file.includes('node_modules') && !packageOf(file)?.esm;
}

function packageOf(file: string) {
  const name = /node_modules[\\/]([^\\/]+)[\\/](?!.*node_modules)/.exec(file)?.[1] ?? '';
  return Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined;
}

function resolve(specifier: string, from: string): string {
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  const known = Object.hasOwn(PACKAGES, specifier) ? PACKAGES[specifier] : undefined;
  if (!known) throw new Error(`${relative(ROOT, from)} imports ${specifier}: not in a browser`);
  const manifest = createRequire(import.meta.url).resolve(`${specifier}/package.json`);
  return join(dirname(manifest), known.file);
}
