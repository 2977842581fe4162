import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { FetchFault } from './fetch-fault.ts';

/** IPv4 ranges that are not the public internet (IANA Special-Purpose Address Registry). */
const SPECIAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Within the global unicast range of IPv6: what leads elsewhere (tunnels, documentation). */
const SPECIAL_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [net, prefix] of SPECIAL_V4) special.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of SPECIAL_V6) special.addSubnet(net, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** True for an address on the public internet; mapped and translated forms of IPv4 are not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv6(address))
    return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
  return isIP(address) === 4 && !special.check(address, 'ipv4');
}

/** All addresses of a name, or the reason why there is none. */
export type Resolve = (
  name: string,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

const systemResolve: Resolve = (name, callback) =>
  systemLookup(name, { all: true, verbatim: true }, callback);

/** Plain characters only: no user, query, fragment, escape, bracket or other spelling of a host. */
const PLAIN = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*\/?$/;
/** What an operator writes for "this machine, whatever the port". */
const LOOPBACK = 'loopback';
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);
const PORTS: ReadonlySet<string> = new Set(['', '8443']);

/** Where requests may go. */
export class Reach {
  readonly #allowed: ReadonlySet<string>;
  readonly #loopback: boolean;
  readonly #resolve: Resolve;

  /**
   * @param allowed origins (`https://fhir.intern:8443`) that the operator allows by name: there
   *   the address may be private and, where it is written so, the connection plain; `loopback`
   *   stands for this machine, for trials
   */
  constructor(allowed: readonly string[], resolve: Resolve = systemResolve) {
    const origins = allowed.filter((each) => each !== LOOPBACK);
    this.#allowed = new Set(origins.map((origin) => new URL(origin).origin));
    this.#loopback = allowed.includes(LOOPBACK);
    this.#resolve = resolve;
  }

  /** What is wrong with an address as it is written; undefined = nothing. */
  fault(address: string): string | undefined {
    if (!PLAIN.test(address) || !URL.canParse(address))
      return 'is an https address of plain letters, without user, query or fragment';
    const url = new URL(address);
    if (url.pathname.replace(/\/$/, '') !== pathOf(address)) return 'has no dots as a step';
    if (this.allows(url)) return undefined;
    if (url.protocol !== 'https:') return 'is https';
    if (isIP(url.hostname) !== 0 || !url.hostname.includes('.')) return 'names a public host';
    return PORTS.has(url.port) ? undefined : 'has port 443 or 8443';
  }

  /** True when the operator allowed exactly this scheme, host and port. */
  allows(url: URL): boolean {
    const isHere = this.#loopback && LOOPBACK_HOSTS.has(url.hostname);
    return isHere || this.#allowed.has(url.origin);
  }

  /**
   * The look-up for a connection: the addresses that are checked are those that are connected to,
   * so that a name cannot lead elsewhere in between.
   */
  lookupFor(url: URL): LookupFunction {
    const anywhere = this.allows(url);
    return (name, options, callback) =>
      this.#resolve(name, (error, addresses) => {
        const [first] = addresses;
        if (error) callback(error, '', 0);
        else if (!first) callback(new FetchFault('unreachable'), '', 0);
        else if (!anywhere && !addresses.every(({ address }) => isPublicAddress(address)))
          callback(new FetchFault('address-refused'), '', 0);
        else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      });
  }
}

function pathOf(address: string): string {
  return address.replace(/^https?:\/\/[^/]+/, '').replace(/\/$/, '');
}
