import { FetchFault } from './fetch-fault.ts';

/**
 * True for an address on the same origin, at the base or below it.
 * @param base without a slash at the end
 */
export function isBelow(url: URL, base: string): boolean {
  const { origin, pathname } = new URL(base);
  const root = pathname.replace(/\/$/, '');
  const steps = url.pathname === root || url.pathname.startsWith(`${root}/`);
  return url.origin === origin && url.username === '' && url.password === '' && steps;
}

/**
 * The address of the page after this one (https://hl7.org/fhir/R4/http.html#paging).
 * @throws FetchFault `link-elsewhere` when it is not below the base, `wrong-content` when the links
 *   are no links
 */
export function nextLink(links: unknown, base: string): string | undefined {
  if (links === undefined) return undefined;
  if (!Array.isArray(links)) throw new FetchFault('wrong-content');
  const next = (links as readonly unknown[]).find(
    (link) => (link as { relation?: unknown } | null)?.relation === 'next',
  );
  if (next === undefined) return undefined;
  const { url } = next as { readonly url?: unknown };
  if (typeof url !== 'string' || !URL.canParse(url, `${base}/`))
    throw new FetchFault('wrong-content');
  const address = new URL(url, `${base}/`);
  if (!isBelow(address, base)) throw new FetchFault('link-elsewhere');
  return address.href;
}
