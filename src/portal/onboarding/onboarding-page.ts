import type { PreviewOutcome, Suggestion } from '../../onboarding/example-preview.ts';
import { withEntry } from '../../onboarding/mapping-text.ts';
import type { Language } from '../../vocabulary/code-list.ts';
import { Beside, PATIENCE_SECONDS } from './beside.ts';
import { element, page } from './browser.ts';
import type { PageElement } from './browser.ts';
import { DraftForm } from './draft-form.ts';
import { ExampleInput, MAX_EXAMPLE_BYTES, sizeText } from './example-input.ts';
import { isLanguage, speak } from './language.ts';
import { MappingInput, MAX_MAPPING_LENGTH } from './mapping-input.ts';
import { el } from './nodes.ts';
import { openReady, saveAs } from './files.ts';
import { renderResult } from './render-result.ts';
import { sayIn } from './result-texts.ts';
import { showCategories } from './show-categories.ts';
import { textIn } from './texts.ts';
import type { TextKey } from './texts.ts';

/** The page at work: what was given, what came of it, and in which language it is told. */
class OnboardingPage {
  readonly #example = new ExampleInput();
  readonly #mapping = new MappingInput();
  readonly #beside = new Beside();
  readonly #draft = new DraftForm({
    ask: (asked) => this.#beside.ask(asked),
    say: (key) => this.#tell(key),
    made: (mapping) => {
      this.#mapping.replace(mapping);
      void this.#preview('draftMade');
    },
  });
  #language: Language;
  #outcome: PreviewOutcome | undefined;

  constructor(language: Language) {
    this.#language = language;
  }

  start(): void {
    on('example', 'input', () => this.#changed(() => this.#example.typed()));
    on('example-file', 'change', () => void this.#chooseExample());
    on('example-drop', 'click', () => this.#changed(() => this.#example.drop()));
    on('mapping', 'input', () => this.#changed(() => this.#mapping.number()));
    on('mapping', 'scroll', () => this.#mapping.scrolled());
    on('mapping-file', 'change', () => void this.#chooseMapping());
    on('ready', 'change', () => void this.#chooseReady());
    on('draft', 'click', () => this.#startDraft());
    on('undo', 'click', () => this.#changed(() => this.#mapping.undo()));
    on('save', 'click', () => saveAs(`${this.#mapping.name}.json`, this.#mapping.text));
    on('preview', 'click', () => void this.#preview());
    for (const link of page().querySelectorAll('[data-language]')) this.#offer(link);
    this.#mapping.number();
    this.#example.note(this.#language);
    showCategories(this.#language);
    element('tool').hidden = false;
    this.#beside.warm();
  }

  #offer(link: PageElement): void {
    link.addEventListener('click', (event) => {
      const language = link.dataset['language'];
      if (!isLanguage(language)) return;
      event.preventDefault();
      this.#language = language;
      speak(language);
      showCategories(language);
      this.#draft.speak(language);
      this.#example.note(language);
      this.#show();
    });
  }

  #changed(change: () => void): void {
    change();
    this.#example.note(this.#language);
    if (this.#outcome) this.#tell('stale');
  }

  async #chooseExample(): Promise<void> {
    const [file] = Array.from(element('example-file').files ?? []);
    const fault = file && (await this.#example.choose(file));
    this.#changed(() => undefined);
    if (fault) this.#tell(fault);
  }

  async #chooseMapping(): Promise<void> {
    const [file] = Array.from(element('mapping-file').files ?? []);
    if (!file) return;
    if (file.size > MAX_MAPPING_LENGTH) {
      this.#tell('tooLarge', { most: sizeText(MAX_MAPPING_LENGTH) });
      return;
    }
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (bytes) this.#changed(() => this.#mapping.replace(new TextDecoder().decode(bytes)));
    else this.#tell('notSent');
  }

  async #chooseReady(): Promise<void> {
    const url = element('ready').value;
    if (url === '') return;
    const text = await openReady(url);
    this.#changed(() => this.#mapping.replace(text));
  }

  #startDraft(): void {
    const example = this.#example.bytes();
    if (typeof example === 'string') this.#tell(example);
    else void this.#draft.open(example, this.#example.name(), this.#language);
  }

  async #preview(after?: TextKey): Promise<void> {
    const example = this.#example.bytes();
    const mapping = this.#mapping.text;
    if (typeof example === 'string') {
      this.#tell(example);
      return;
    }
    if (mapping.trim() === '') {
      this.#tell('noMapping');
      return;
    }
    if (mapping.length > MAX_MAPPING_LENGTH) {
      this.#tell('tooLarge', { most: sizeText(MAX_MAPPING_LENGTH) });
      return;
    }
    this.#tell('working');
    const outcome = await this.#beside.ask({ kind: 'preview', mapping, example });
    if (outcome === 'dropped') return;
    if (outcome === 'slow' || outcome === 'failed') {
      this.#gaveUp(outcome);
      return;
    }
    if (outcome.kind === 'places' || outcome.kind === 'draft' || outcome.kind === 'no-draft')
      return;
    this.#outcome = outcome;
    this.#show(after);
    element('result').focus();
  }

  #gaveUp(why: 'slow' | 'failed'): void {
    if (why === 'slow') this.#tell('tooSlow', { seconds: String(PATIENCE_SECONDS) });
    else this.#tell('failed');
  }

  /** Shows the last outcome in the language of the page. */
  #show(after?: TextKey): void {
    const outcome = this.#outcome;
    if (!outcome) {
      this.#tell(undefined);
      return;
    }
    const say = sayIn(this.#language);
    const parts = renderResult(outcome, {
      language: this.#language,
      say,
      goTo: (line) => this.#mapping.goTo(line),
      add: (suggestion) => this.#add(suggestion),
    });
    element('result').replaceChildren(el('h2', { id: 'result-heading' }, say('result')), ...parts);
    element('result').hidden = false;
    if (after) this.#tell(after);
    else this.#tellOutcome(outcome);
  }

  #tellOutcome(outcome: PreviewOutcome): void {
    const status = element('status');
    if (outcome.kind !== 'preview') {
      const say = sayIn(this.#language);
      status.textContent = say(outcome.kind === 'mapping-faults' ? 'mappingWrong' : 'exampleWrong');
      return;
    }
    const { factCount, counts } = outcome;
    this.#tell('done', {
      facts: String(factCount),
      unmapped: String(counts.unmapped),
      held: String(counts.quarantined),
    });
  }

  #add(suggestion: Suggestion): void {
    const text = withEntry(this.#mapping.text, suggestion)?.text;
    if (text === undefined) return;
    this.#mapping.replace(text);
    void this.#preview();
  }

  #tell(key: TextKey | undefined, values: Readonly<Record<string, string>> = {}): void {
    const most = sizeText(MAX_EXAMPLE_BYTES);
    element('status').textContent = key ? textIn(this.#language, key, { most, ...values }) : '';
  }
}

function on(id: string, type: string, listener: () => void): void {
  element(id).addEventListener(type, listener);
}

const { spoken } = page().documentElement.dataset;
new OnboardingPage(isLanguage(spoken) ? spoken : 'nl').start();
