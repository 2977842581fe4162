declare const Blob: new (parts: readonly string[], options: { type: string }) => object;
declare const URL: { createObjectURL(blob: object): string; revokeObjectURL(url: string): void };
declare const document: {
  createElement(name: 'a'): { href: string; download: string; click(): void };
};

/** Gives a text to the person as a file. */
export function saveAs(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/**
 * The text of a ready mapping.
 * @param url of this gateway, from the list that came with the page
 */
export async function openReady(url: string): Promise<string> {
  const { default: text } = (await import(url)) as { readonly default: string };
  return text;
}
