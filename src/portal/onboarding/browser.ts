/**
 * What the page uses of a browser, and nothing else. No member of these types takes HTML, a style
 * or a script: whatever an example or a mapping holds can only become text.
 */
export type PageNode = PageElement | string;

export interface PageElement {
  textContent: string | null;
  hidden: boolean;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  append(...nodes: readonly PageNode[]): void;
  replaceChildren(...nodes: readonly PageNode[]): void;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  focus(): void;
  scrollIntoView(): void;
}

/** A field of a form. */
export interface PageField extends PageElement {
  value: string;
  readonly files?: ArrayLike<PageFile> | null;
  scrollTop: number;
  readonly scrollHeight: number;
  setSelectionRange(start: number, end: number): void;
}

export interface PageEvent {
  preventDefault(): void;
}

export interface PageFile {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface PageDocument {
  title: string;
  readonly documentElement: PageElement;
  createElement(name: string): PageElement;
  getElementById(id: string): PageField | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** A script that runs beside the page. */
export interface PageWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: PageEvent) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

declare const document: PageDocument;
declare const Worker: new (url: string, options: { type: 'module' }) => PageWorker;
declare const history: { replaceState(state: null, title: string, url: string): void };

/** The page's document; asked for at use, so that tests can bring their own. */
export function page(): PageDocument {
  return document;
}

/** @param url of a script of this gateway */
export function startWorker(url: string): PageWorker {
  return new Worker(url, { type: 'module' });
}

/** Shows another address of this gateway without going there. */
export function showAddress(path: string): void {
  history.replaceState(null, '', path);
}

/** An element that the page was made with. @throws when it is not there */
export function element(id: string): PageField {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}
