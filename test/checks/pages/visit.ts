import { Tab } from './tab.ts';
import type { Size } from './tab.ts';
import type { Chromium } from './chromium.ts';

export type Language = 'nl' | 'en';

/** A person at the page, with a browser of some size and a language. */
export class Visit {
  readonly tab: Tab;
  readonly #base: string;

  private constructor(tab: Tab, base: string) {
    this.tab = tab;
    this.#base = base;
  }

  static async at(
    browser: Chromium,
    base: string,
    { size, language }: { readonly size: Size; readonly language: Language },
  ): Promise<Visit> {
    const tab = await Tab.open(browser);
    await tab.resize(size);
    await tab.go(`${base}/onboarding/${language}`);
    return new Visit(tab, base);
  }

  press(id: string): Promise<unknown> {
    return this.tab.evaluate(`document.getElementById(${JSON.stringify(id)}).click()`);
  }

  /** Types a text into a field, all at once. */
  write(id: string, text: string): Promise<unknown> {
    const [field, value] = [JSON.stringify(id), JSON.stringify(text)];
    return this.tab.evaluate(
      `(() => { const e = document.getElementById(${field}); e.value = ${value};
        e.dispatchEvent(new Event('input')); e.dispatchEvent(new Event('change')); })()`,
    );
  }

  text(selector: string): Promise<string> {
    return this.tab.evaluate(
      `document.querySelector(${JSON.stringify(selector)})?.textContent ?? ''`,
    );
  }

  count(selector: string): Promise<number> {
    return this.tab.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  }

  async choose(file: string): Promise<void> {
    await this.write('example', '');
    await this.tab.chooseFile('#example-file', file);
    await this.tab.until(
      `document.getElementById('example').value || !document.getElementById('example-held').hidden || document.getElementById('status').textContent`,
    );
  }

  /** Presses the button and waits for what it says. @returns the status, and how long it took (ms) */
  async preview(): Promise<{ readonly status: string; readonly ms: number }> {
    const start = Date.now();
    await this.tab.evaluate(`document.getElementById('status').textContent = ''`);
    await this.press('preview');
    await this.tab.until(
      `!['', 'Reading…', 'Bezig met lezen…'].includes(document.getElementById('status').textContent)`,
    );
    return { status: await this.text('#status'), ms: Date.now() - start };
  }

  /** What the browser complained about, and what it asked of anybody but the gateway. */
  troubles(): readonly string[] {
    const abroad = this.tab.asked.filter(
      (url) => !url.startsWith(this.#base) && !url.startsWith('blob:'),
    );
    return [...this.tab.complaints, ...abroad.map((url) => `asked ${url}`)];
  }
}
