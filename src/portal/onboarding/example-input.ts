import { element } from './browser.ts';
import type { PageFile } from './browser.ts';
import { textIn } from './texts.ts';
import type { Language } from '../../vocabulary/code-list.ts';

/** What the page reads in one go. */
export const MAX_EXAMPLE_BYTES = 10 * 1024 * 1024;
/** More text than this makes a text box slow. */
const MAX_SHOWN_BYTES = 200 * 1024;

export type ExampleFault = 'noExample' | 'tooLarge' | 'notSent';

/**
 * The example: what was typed or pasted, or a file with its very bytes as long as nobody changed
 * them. What is too large to show is kept beside the box.
 */
export class ExampleInput {
  #file: { readonly name: string; readonly bytes: Uint8Array; readonly shown: boolean } | undefined;

  /** Takes a file. @returns why not */
  async choose(file: PageFile): Promise<ExampleFault | undefined> {
    if (file.size > MAX_EXAMPLE_BYTES) return 'tooLarge';
    const read = await file.arrayBuffer().catch(() => undefined);
    if (!read) return 'notSent';
    const bytes = new Uint8Array(read);
    const text = bytes.length <= MAX_SHOWN_BYTES ? utf8(bytes) : undefined;
    this.#file = { name: file.name, bytes, shown: text !== undefined };
    element('example').value = text ?? '';
    return undefined;
  }

  /** Somebody typed: what is in the box counts from now on. */
  typed(): void {
    this.#file = undefined;
  }

  drop(): void {
    this.#file = undefined;
    element('example').value = '';
    element('example-file').value = '';
  }

  /** The bytes as they would be pushed, or why there are none. */
  bytes(): Uint8Array | ExampleFault {
    const bytes = this.#file?.bytes ?? new TextEncoder().encode(element('example').value);
    if (bytes.length === 0) return 'noExample';
    return bytes.length > MAX_EXAMPLE_BYTES ? 'tooLarge' : bytes;
  }

  /** What the mapping of this example may be called. */
  name(): string {
    const name = this.#file?.name.replace(/\.[^.]*$/, '').toLowerCase() ?? '';
    return name
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60);
  }

  /** Says which file is used when the box does not show it. */
  note(language: Language): void {
    const held = this.#file?.shown === false ? this.#file : undefined;
    element('example-held').hidden = held === undefined;
    if (!held) return;
    const values = { name: held.name, size: sizeText(held.bytes.length) };
    element('example-held-text').textContent = textIn(language, 'exampleHeld', values);
  }
}

/** Undefined for what is no UTF-8: the reader says so of the bytes. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A size as people say it. */
export function sizeText(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 0.1
    ? `${Math.ceil(bytes / 1024)} kB`
    : `${Math.round(megabytes * 10) / 10} MB`;
}
