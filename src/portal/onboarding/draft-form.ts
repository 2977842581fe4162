import type { RecordPlace } from '../../onboarding/draft-mapping.ts';
import type { Language } from '../../vocabulary/code-list.ts';
import type { Beside } from './beside.ts';
import { element } from './browser.ts';
import { el, plain } from './nodes.ts';
import { textIn } from './texts.ts';
import type { TextKey } from './texts.ts';

interface Around {
  readonly ask: Beside['ask'];
  readonly say: (key: TextKey) => void;
  /** Gets the text of the draft. */
  readonly made: (mapping: string) => void;
}

/** The two questions that a draft cannot answer itself: what one record is, and whom it is about. */
export class DraftForm {
  readonly #around: Around;
  #places: readonly RecordPlace[] = [];
  #example: Uint8Array = new Uint8Array();
  #name = '';
  #language: Language = 'nl';

  constructor(around: Around) {
    this.#around = around;
    element('draft-path').addEventListener('change', () => this.#offerFields());
    element('draft-make').addEventListener('click', () => void this.#make());
  }

  async open(example: Uint8Array, name: string, language: Language): Promise<void> {
    const answered = await this.#around.ask({ kind: 'places', example });
    if (answered === 'dropped') return;
    if (answered === 'slow' || answered === 'failed') {
      this.#around.say('failed');
      return;
    }
    if (answered.kind !== 'places') {
      this.#around.say('draftNone');
      return;
    }
    this.#places = answered.places;
    this.#example = example;
    this.#name = name;
    this.#language = language;
    const options = answered.places.map(({ path, fields }, i) => {
      const some = fields.slice(0, 3).join(', ');
      const text = `${path.join(' → ')} (${some}${fields.length > 3 ? ', …' : ''})`;
      return el('option', { value: String(i) }, plain(text));
    });
    element('draft-path').replaceChildren(...options);
    this.#offerFields();
    element('draft-form').hidden = false;
    this.#around.say('draftHint');
    element('draft-path').focus();
  }

  /** Says what it offers in another language. */
  speak(language: Language): void {
    this.#language = language;
    const { value } = element('draft-field');
    this.#offerFields();
    element('draft-field').value = value;
  }

  #chosen(): RecordPlace | undefined {
    return this.#places[Number(element('draft-path').value)];
  }

  #offerFields(): void {
    const fields = this.#chosen()?.fields ?? [];
    element('draft-field').replaceChildren(
      el('option', { value: '' }, textIn(this.#language, 'draftFieldChoose')),
      ...fields.map((field) => el('option', { value: field }, plain(field))),
    );
  }

  async #make(): Promise<void> {
    const path = this.#chosen()?.path ?? [];
    const identifier = element('draft-field').value;
    if (identifier === '') {
      this.#around.say('draftNeeds');
      element('draft-field').focus();
      return;
    }
    const choice = { path, identifier, name: this.#name };
    const example = this.#example;
    const answered = await this.#around.ask({ kind: 'draft', example, choice });
    if (typeof answered === 'string' || answered.kind !== 'draft') {
      this.#around.say('draftNone');
      return;
    }
    element('draft-form').hidden = true;
    this.#around.made(answered.mapping);
  }
}
