import type { ListedFact } from './household.ts';

/** Everything that reached the recipient: status line aside, headers and body. */
export interface Received {
  readonly headers: string;
  readonly body: string;
}

/** The places to search: as sent, and decoded from JSON, XML and percent encoding. */
export function searchable({ headers, body }: Received): string {
  return [headers, body, decodedJson(body), decodedXml(body), decodedPercent(headers + body)].join(
    '\n',
  );
}

/** True when one of the fact's canaries stands in the text as a whole token. */
export function contains(text: string, fact: ListedFact): boolean {
  return fact.canaries.some((canary) => wholeToken(canary).test(text));
}

const TOKENS = new Map<string, RegExp>();

function wholeToken(canary: string): RegExp {
  const known = TOKENS.get(canary);
  if (known) return known;
  const escaped = canary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // A word is made to be found with a plain search, also inside a number of a source (`HBQ2Z7J`).
  // A figure is a token only when no digit goes on at either side, also behind a separator.
  const figure = /^[+\d]/.test(canary);
  const token = figure
    ? new RegExp(`(?<![\\p{L}\\d]|\\d[.,-])${escaped}(?![\\p{L}\\d]|[.,-]\\d)`, 'u')
    : new RegExp(escaped, 'u');
  TOKENS.set(canary, token);
  return token;
}

function decodedJson(body: string): string {
  try {
    return [...leaves(JSON.parse(body))].join('\n');
  } catch {
    return '';
  }
}

function* leaves(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) {
    yield String(value);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value)) yield name;
    yield* leaves(member);
  }
}

function decodedXml(body: string): string {
  return body
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function decodedPercent(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
