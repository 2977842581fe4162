import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

export interface ScratchFolder {
  /** The folder of the test that runs, or what has this name in it. */
  readonly at: (name?: string) => string;
  /** Writes a file into it and gives its path. */
  readonly put: (name: string, text: string) => string;
}

/** An empty folder for each test of a suite, gone after it. */
export function scratchFolder(name: string): ScratchFolder {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), `${name}-`));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  return {
    at: (file) => (file === undefined ? folder : join(folder, file)),
    put: (file, text) => {
      writeFileSync(join(folder, file), text);
      return join(folder, file);
    },
  };
}

/** Lines as they stand in a file: texts as they are, everything else as JSON. */
export function lines(...all: readonly unknown[]): string {
  return all.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join('');
}
