import { element } from './browser.ts';

/** Larger than any mapping that can be registered. */
export const MAX_MAPPING_LENGTH = 1024 * 1024;
const NUMBERED = 20_000;

/** The box in which a mapping is written, with the numbers of its lines beside it. */
export class MappingInput {
  #earlier: string | undefined;

  get text(): string {
    return element('mapping').value;
  }

  /** What the mapping calls itself, as far as it does. */
  get name(): string {
    return /"mapping"\s*:\s*"([a-z0-9][a-z0-9-]{0,62})"/.exec(this.text)?.[1] ?? 'mapping';
  }

  /** Puts another text in the box; the one before can be put back. */
  replace(text: string): void {
    const before = this.text;
    this.#earlier = before.trim() === '' || before === text ? undefined : before;
    element('mapping').value = text;
    this.number();
  }

  /** Puts the text from before the last replacement back. */
  undo(): void {
    if (this.#earlier !== undefined) this.replace(this.#earlier);
  }

  /** Numbers the lines; keeps the numbers beside them. */
  number(): void {
    const lines = Math.min(this.text.split('\n').length, NUMBERED);
    const numbers = Array.from({ length: lines }, (_, i) => String(i + 1)).join('\n');
    element('mapping-lines').textContent = numbers;
    element('undo').hidden = this.#earlier === undefined;
    this.scrolled();
  }

  scrolled(): void {
    element('mapping-lines').scrollTop = element('mapping').scrollTop;
  }

  /** Selects a line and brings it into sight. */
  goTo(line: number): void {
    const lines = this.text.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
    const box = element('mapping');
    box.focus();
    box.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    const height = box.scrollHeight / Math.max(1, lines.length);
    box.scrollTop = Math.max(0, (line - 4) * height);
    this.scrolled();
  }
}
