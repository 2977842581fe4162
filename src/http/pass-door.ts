import type { Request, RequestHandler, Response } from 'express';
import type { Flows } from '../flows/flows.ts';
import { GatewayError } from '../flows/gateway-error.ts';
import type { Requester } from '../flows/requester.ts';
import type { AccessTokens } from '../identity/access-token.ts';
import { identifyRequester } from '../identity/bearer.ts';
import { permits } from '../identity/scopes.ts';
import type { Need } from '../identity/scopes.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { Body, Door, Exchange, GuardedDoor } from './door.ts';
import { passageOf } from './passage.ts';
import { parametersOf, readBody } from './read-body.ts';

/** What every door needs around it. */
export interface Rim {
  readonly flows: Pick<Flows, 'tokens'>;
  readonly accessTokens: AccessTokens;
  readonly now: () => Instant;
  readonly byAddress: RequestHandler;
  readonly byClient: RequestHandler;
  readonly openApi: RequestHandler;
}

interface Http {
  readonly req: Request;
  readonly res: Response;
}

const PARAMETER = /^(?!\.\.?$)[A-Za-z0-9._:-]{1,128}$/;
const ACCEPTED = ['application/fhir+json', 'application/json', 'application/problem+json'];

/**
 * One request through one door, in order: address, accepted type, caller, rate, body, agreement
 * with the description, and then the door itself. Nothing of the body is read before the caller
 * is known.
 * @throws GatewayError, and whatever the flow behind the door throws
 */
export async function passDoor(door: Door, rim: Rim, http: Http): Promise<void> {
  const { req, res } = http;
  const passage = passageOf(res);
  passage.door = door;
  const params = checkParameters(req);
  const query = parametersOf(/\?(.*)$/s.exec(req.originalUrl)?.[1] ?? '');
  checkAccept(req, door, query);
  const requester = door.needs === 'nothing' ? undefined : await admit(door, rim, { http, params });
  await run(requester ? rim.byClient : rim.byAddress, http);
  const body = door.body && (await readBody(req, door.body));
  if (door.dialect !== 'fhir') await checkDescription(rim, http, body);
  const header = (name: string): string | undefined => singleHeader(req, name);
  const { trace } = passage;
  const exchange: Exchange = { trace, params, query, header, res, ...(body && { body }) };
  if (door.needs === 'nothing') await door.handle(exchange);
  else if (requester) await door.handle({ ...exchange, call: { requester, trace } });
}

/** Addresses hold ids and codes only; anything else leads nowhere. */
function checkParameters(req: Request): Readonly<Record<string, string>> {
  const entries = Object.entries(req.params);
  const plain = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (plain.length !== entries.length || !plain.every(([, value]) => PARAMETER.test(value)))
    throw new GatewayError('not-found');
  return Object.fromEntries(plain);
}

function checkAccept(req: Request, door: Door, query: URLSearchParams): void {
  const format = door.dialect === 'fhir' ? query.get('_format') : null;
  const json = format === null || format === 'json' || ACCEPTED.includes(format);
  if (!json || !req.accepts([...ACCEPTED, ...(door.sends ?? [])]))
    throw new GatewayError('not-acceptable');
}

interface Arrival {
  readonly http: Http;
  readonly params: Exchange['params'];
}

async function admit(door: GuardedDoor, rim: Rim, { http, params }: Arrival): Promise<Requester> {
  const { flows, accessTokens, now } = rim;
  const checkedAgain = door.checksCaller ?? false;
  const context = { accessTokens, tokens: flows.tokens, now: now(), checkedAgain };
  const requester = await identifyRequester(singleHeader(http.req, 'authorization'), context);
  if (!requester) throw new GatewayError('unauthenticated');
  passageOf(http.res).client = requester.client;
  const need = typeof door.needs === 'function' ? door.needs(params) : door.needs;
  if (!permits(requester.scopes, need)) throw beyondScope(need);
  return requester;
}

function beyondScope(need: Need): GatewayError {
  const scope = typeof need === 'string' ? need : `system/${need.type}.${need.action}`;
  return new GatewayError('insufficient-scope', [{ text: `This needs the scope ${scope}` }]);
}

/** Node keeps the first of two `Authorization` headers; we take neither. */
function singleHeader(req: Request, name: string): string | undefined {
  const values = req.headersDistinct[name] ?? [];
  return values.length === 1 ? values[0] : undefined;
}

/** The check looks at `req.body`; bodies that we do not parse are described as anything. */
async function checkDescription(rim: Rim, http: Http, body: Body | undefined): Promise<void> {
  const { json, form, text, bytes } = body ?? {};
  http.req.body = json ?? (form && Object.fromEntries(form)) ?? text ?? bytes;
  await run(rim.openApi, http);
}

/** A middleware as a step that is waited for. */
function run(step: RequestHandler, { req, res }: Http): Promise<void> {
  let passed = false;
  return new Promise((resolve, reject) => {
    void step(req, res, (error?: unknown) => {
      // Where answers are checked as well, a wrong one comes back here once the door has handled it.
      if (error !== undefined && passed) res.status(500).end();
      else if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('a step failed'));
      passed = true;
    });
  });
}
