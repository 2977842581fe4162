import { GatewayError } from '../../flows/gateway-error.ts';
import type { Issue } from '../../flows/gateway-error.ts';
import type { Call } from '../../flows/requester.ts';
import { permits } from '../../identity/scopes.ts';
import { foundPatients } from '../../release/bundles.ts';
import { notFound } from '../../release/notice-outcome.ts';
import { parseQuery } from '../../release/search/parse-query.ts';
import type { SearchIssue, SearchQuery } from '../../release/search/query.ts';
import { searchReleased } from '../../release/search/search-released.ts';
import { FORM_BODY } from '../door.ts';
import type { CallerExchange, GuardedDoor } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { sendReleased } from '../send.ts';
import { readIdentifiers } from './patient-identifiers.ts';
import { planOf } from './plan-of.ts';
import { RELEASED_TYPES, onType, typeOf } from './released-types.ts';

type Parameters = SearchQuery['parameters'];

/** Parameters about the answer's form, which the rim has dealt with. */
const OF_THE_RIM: ReadonlySet<string> = new Set(['_format', '_pretty']);
/** Parameters whose values hold a logical id, and with it the plan that is meant. */
const NAMING_A_PLAN: ReadonlySet<string> = new Set([
  '_id',
  'subject',
  'patient',
  'member',
  'target',
]);

/** Searching the released view of one plan, by address or by form. */
export function searchDoors(options: GatewayOptions): readonly GuardedDoor[] {
  const search = {
    dialect: 'fhir',
    needs: onType('s'),
  } as const;
  return [
    {
      ...search,
      name: 'fhir.search-form',
      method: 'post',
      path: '/fhir/:type/_search',
      body: FORM_BODY,
      handle: (exchange: CallerExchange) => {
        refuseIdentifierInAddress(exchange.query);
        const form = exchange.body?.form ?? [];
        return answerSearch(exchange, options, [...exchange.query, ...form]);
      },
    },
    {
      ...search,
      name: 'fhir.search',
      method: 'get',
      path: '/fhir/:type',
      fhir: { code: 'search-type', types: RELEASED_TYPES },
      handle: (exchange: CallerExchange) => {
        refuseIdentifierInAddress(exchange.query);
        return answerSearch(exchange, options, [...exchange.query]);
      },
    },
  ];
}

/** Addresses end up in logs of every machine on the way; what identifies a person stays out. */
function refuseIdentifierInAddress(query: URLSearchParams): void {
  if (![...query.keys()].some((name) => name.split(':')[0] === 'identifier')) return;
  const text =
    'Search by identifier in the form of a POST to _search, so that it stands in no address.';
  throw new GatewayError('bad-request', [{ place: 'identifier', text }]);
}

async function answerSearch(
  exchange: CallerExchange,
  options: GatewayOptions,
  given: Parameters,
): Promise<void> {
  const parameters = given.filter(([name]) => !OF_THE_RIM.has(name));
  const type = typeOf(exchange.params);
  const identifiers = type === 'Patient' ? readIdentifiers(parameters) : undefined;
  if (identifiers) await answerFound(exchange, options, identifiers);
  else await answerMatches(exchange, options, { type, parameters });
}

async function answerFound(
  { call, res }: CallerExchange,
  { flows, baseUrl }: GatewayOptions,
  identifiers: readonly string[],
): Promise<void> {
  const { found, notice, receipt } = await flows.findPatients(call, identifiers);
  sendReleased(res, foundPatients(found, { base: `${baseUrl}/fhir`, notice }), receipt);
}

interface Search {
  readonly type: string;
  readonly parameters: Parameters;
}

async function answerMatches(
  { call, res }: CallerExchange,
  { flows, baseUrl, opaque }: GatewayOptions,
  { type, parameters }: Search,
): Promise<void> {
  refuseIncludesBeyondScope(call.requester.scopes, parameters);
  const planId = planNamedIn(parameters);
  const { organisation, role = '', purpose = '' } = call.requester;
  const seal: SearchQuery['seal'] = (...parts) =>
    opaque('search', organisation, role, purpose, ...parts);
  const query: SearchQuery = { type, parameters, base: `${baseUrl}/fhir`, seal };
  // Before the plan is touched: what is wrong with a search depends on the search alone.
  refuseIssues(parseQuery(query));
  const { plans, notice, receipt } = await pullFor(planId, flows, call);
  const answer = plans.length > 0 ? searchReleased(plans, query) : notFound(notice);
  sendReleased(res, refuseIssues(answer), receipt);
}

/** The plan that is named, or every plan in which the caller enrolled somebody. */
async function pullFor(planId: string | undefined, flows: GatewayOptions['flows'], call: Call) {
  if (planId === undefined) return flows.pullEnrolled(call);
  const { released, notice, receipt } = await flows.pull(call, planId);
  return { plans: released ? [released] : [], notice, receipt };
}

function refuseIssues<T extends object>(read: T | { readonly issues: readonly SearchIssue[] }): T {
  if ('issues' in read) throw new GatewayError('bad-request', read.issues.map(toIssue));
  return read;
}

/** Included resources are of other types than the one that the scope was checked for. */
function refuseIncludesBeyondScope(scopes: ReadonlySet<string>, parameters: Parameters): void {
  const includes = parameters.some(([name]) => name === '_include' || name === '_revinclude');
  if (!includes || permits(scopes, { type: '*', action: 'r' })) return;
  const text = 'Including resources of other types needs the scope system/*.r';
  throw new GatewayError('insufficient-scope', [{ text }]);
}

/** The plan that the parameters name, if any. @throws GatewayError `bad-request` for several */
function planNamedIn(parameters: Parameters): string | undefined {
  const named = parameters
    .filter(([name]) => NAMING_A_PLAN.has(name))
    .flatMap(([, value]) => value.split(','))
    .map((reference) => planOf(reference.slice(reference.lastIndexOf('/') + 1)));
  const [planId, ...others] = new Set(named);
  if (others.length === 0) return planId;
  const text = `Name one plan only by ${[...NAMING_A_PLAN].join(', ')}.`;
  throw new GatewayError('bad-request', [{ text }]);
}

const SEARCH_TEXTS: Record<SearchIssue['code'], string> = {
  'not-searchable': 'this type cannot be searched',
  'unknown-parameter': 'this parameter is not known for this type',
  'modifier-not-supported': 'modifiers and chains are not supported',
  'invalid-value': 'this value cannot be read',
  'invalid-cursor': 'this link is not one of ours, or belongs to another search',
};

function toIssue({ code, parameter }: SearchIssue): Issue {
  return { ...(parameter && { place: parameter }), text: SEARCH_TEXTS[code] };
}
