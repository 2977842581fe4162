import { LANGUAGES } from '../../vocabulary/code-list.ts';
import type { Language } from '../../vocabulary/code-list.ts';
import { textIn } from './texts.ts';
import type { TextKey } from './texts.ts';

/** Addresses of what the page loads, all of this gateway. */
export interface PageFiles {
  readonly script: string;
  readonly worker: string;
  readonly style: string;
  /** Ready mappings: name and address. */
  readonly ready: readonly { readonly name: string; readonly url: string }[];
}

const NAMES: Record<Language, string> = { nl: 'Nederlands', en: 'English' };
const EXAMPLE_TYPES = '.json,.csv,.xml,.txt,application/json,text/csv,application/xml,text/xml';

/**
 * The page as it is sent: fixed texts and addresses of this gateway, nothing of anybody. Every text
 * carries its key, so that the script can say it in the other language without losing what was typed.
 */
export function onboardingHtml(language: Language, files: PageFiles): string {
  const text: Text = (tag, key, attributes = '') =>
    `<${tag}${attributes} data-text="${key}">${escaped(textIn(language, key))}</${tag}>`;
  return `<!doctype html>
<html lang="${language}" data-spoken="${language}" data-worker="${escaped(files.worker)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${text('title', 'title')}
<link rel="stylesheet" href="${escaped(files.style)}">
<script type="module" src="${escaped(files.script)}"></script>
</head>
<body>
${text('a', 'skip', ' class="skip" href="#main"')}
<header>
<p class="brand">Planpoort</p>
${languages(language)}
</header>
<main id="main" tabindex="-1">
${text('h1', 'heading')}
${text('p', 'intro', ' class="lead"')}
${text('p', 'privacy', ' class="note"')}
<noscript>${text('p', 'needsScript')}</noscript>
<div id="tool" hidden>
<div class="beside inputs">
${exampleSection(text)}
${mappingSection(text, files)}
</div>
<div class="actions">${text('button', 'preview', ' type="button" id="preview" class="primary"')}</div>
<p id="status" role="status"></p>
<section id="result" tabindex="-1" aria-labelledby="result-heading" hidden></section>
</div>
</main>
</body>
</html>
`;
}

/** An element with a text of the page. */
type Text = (tag: string, key: TextKey, attributes?: string) => string;

function languages(language: Language): string {
  const links = LANGUAGES.map((code) => {
    const current = code === language ? ' aria-current="true"' : '';
    const address = `href="/onboarding/${code}" lang="${code}" hreflang="${code}"`;
    return `<a ${address} data-language="${code}"${current}>${NAMES[code]}</a>`;
  });
  const label = escaped(textIn(language, 'languages'));
  return `<nav aria-label="${label}" data-label="languages">${links.join(' ')}</nav>`;
}

function exampleSection(text: Text): string {
  return `<section aria-labelledby="example-heading">
${text('h2', 'exampleHeading', ' id="example-heading"')}
${text('p', 'exampleHint', ' class="hint" id="example-hint"')}
${text('label', 'exampleFile', ' for="example-file"')}
<input type="file" id="example-file" accept="${EXAMPLE_TYPES}" aria-describedby="example-hint">
${text('label', 'examplePaste', ' for="example"')}
<textarea id="example" rows="16" wrap="off" spellcheck="false" autocomplete="off"></textarea>
<div id="example-held" class="note" hidden><p id="example-held-text"></p>
${text('button', 'exampleDrop', ' type="button" id="example-drop"')}</div>
</section>`;
}

function mappingSection(text: Text, { ready }: PageFiles): string {
  const options = ready.map(
    ({ name, url }) => `<option value="${escaped(url)}">${escaped(name)}</option>`,
  );
  return `<section aria-labelledby="mapping-heading">
${text('h2', 'mappingHeading', ' id="mapping-heading"')}
${text('p', 'mappingHint', ' class="hint"')}
${text('label', 'ready', ' for="ready"')}
<select id="ready">${text('option', 'readyChoose', ' value=""')}${options.join('')}</select>
${text('label', 'mappingFile', ' for="mapping-file"')}
<input type="file" id="mapping-file" accept=".json,application/json">
${text('button', 'draft', ' type="button" id="draft"')}
${draftForm(text)}
${text('label', 'mapping', ' for="mapping"')}
<div class="editor"><pre id="mapping-lines" aria-hidden="true"></pre>
<textarea id="mapping" rows="16" wrap="off" spellcheck="false" autocomplete="off"></textarea></div>
<details>${text('summary', 'categories')}<dl id="categories"></dl></details>
<div class="actions">${text('button', 'save', ' type="button" id="save"')}
${text('button', 'undo', ' type="button" id="undo" hidden')}</div>
</section>`;
}

function draftForm(text: Text): string {
  return `<fieldset id="draft-form" hidden>
${text('legend', 'draftLegend')}
${text('p', 'draftHint', ' class="hint"')}
${text('label', 'draftPath', ' for="draft-path"')}
<select id="draft-path"></select>
${text('label', 'draftField', ' for="draft-field"')}
<select id="draft-field"></select>
${text('button', 'draftMake', ' type="button" id="draft-make"')}
</fieldset>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
