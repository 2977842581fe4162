import { GatewayError } from '../../flows/gateway-error.ts';
import { onboardingHtml } from '../../portal/onboarding/onboarding-html.ts';
import type { Language } from '../../vocabulary/code-list.ts';
import type { Exchange, OpenDoor } from '../door.ts';
import { servedFiles } from './page-files.ts';

/**
 * Nothing but scripts and looks of this gateway, and no connection of any kind: what a supplier
 * gives the page has no way out of the browser.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const YEAR_SECONDS = 31_536_000;

/** The page on which a supplier writes a mapping and sees what it makes of an example. */
export function onboardingDoors(): readonly OpenDoor[] {
  return [
    page('onboarding', '/onboarding', ({ res }) =>
      res.req.acceptsLanguages('nl', 'en') === 'en' ? 'en' : 'nl',
    ),
    page('onboarding.nl', '/onboarding/nl', () => 'nl'),
    page('onboarding.en', '/onboarding/en', () => 'en'),
    {
      name: 'onboarding.file',
      method: 'get',
      path: '/onboarding/files/:version/:file',
      dialect: 'json',
      needs: 'nothing',
      sends: ['text/javascript', 'text/css'],
      handle: sendFile,
    },
  ];
}

function page(name: string, path: string, languageOf: (exchange: Exchange) => Language): OpenDoor {
  return {
    name,
    method: 'get',
    path,
    dialect: 'json',
    needs: 'nothing',
    sends: ['text/html'],
    handle: (exchange) => {
      const language = languageOf(exchange);
      exchange.res
        .set('Content-Security-Policy', PAGE_POLICY)
        .set('Content-Language', language)
        .vary('Accept-Language')
        .type('text/html; charset=utf-8')
        .send(onboardingHtml(language, servedFiles().page));
    },
  };
}

/** A file of one version never changes; another version has another address. */
function sendFile({ params, res }: Exchange): void {
  const { version, files } = servedFiles();
  const file = params['version'] === version ? files.get(params['file'] ?? '') : undefined;
  if (!file) throw new GatewayError('not-found');
  const packed = res.req.acceptsEncodings('gzip') === 'gzip';
  if (packed) res.set('Content-Encoding', 'gzip');
  res
    .set('Content-Security-Policy', PAGE_POLICY)
    .set('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`)
    .vary('Accept-Encoding')
    .type(file.mediaType)
    .send(packed ? file.gzipped : file.bytes);
}
