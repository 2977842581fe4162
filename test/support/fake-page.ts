/** A page without a browser: elements that keep what they are given. */
export class FakeElement {
  readonly name: string;
  readonly attributes = new Map<string, string>();
  readonly listeners = new Map<string, () => void>();
  children: (FakeElement | string)[] = [];
  hidden = false;

  constructor(name: string) {
    this.name = name;
  }

  get textContent(): string {
    return this.children
      .map((child) => (typeof child === 'string' ? child : child.textContent))
      .join('');
  }

  set textContent(text: string) {
    this.children = [text];
  }

  append(...nodes: (FakeElement | string)[]): void {
    this.children.push(...nodes);
  }

  replaceChildren(...nodes: (FakeElement | string)[]): void {
    this.children = nodes;
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  addEventListener(type: string, listener: () => void): void {
    this.listeners.set(type, listener);
  }

  focus(): void {
    this.setAttribute('data-focused', 'true');
  }

  /** This element and everything in it. */
  all(): FakeElement[] {
    const inside = this.children.filter((child) => typeof child !== 'string');
    return [this, ...inside.flatMap((child) => child.all())];
  }
}

/** Lets what is made from now on be made of fake elements. */
export function withFakePage(): void {
  Object.assign(globalThis, {
    document: { createElement: (name: string) => new FakeElement(name) },
  });
}
