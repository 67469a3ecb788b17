import { Resolver } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** Why nothing is sent there. */
export class AddressNotAllowedError extends Error {
  readonly code = 'address-not-allowed';
}

/** The name has no address. */
export class NameNotFoundError extends Error {
  readonly code = 'name-not-found';
}

/** Finds the addresses of a name. */
export type Resolve = (name: string) => Promise<string[]>;

/** What may be sent to besides the public internet. */
export interface AddressRules {
  /** Ranges as 10.1.0.0/16. Those of metadata services and link-local ones are never allowed. */
  readonly privateNetworks: readonly string[];
  /** Without TLS: in development. */
  readonly plain: boolean;
}

/** Global unicast (RFC 4291, section 2.4, as IANA assigns it). What is in it and yet special, ipaddr.js knows. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
/** Of clouds that answer from where the range does not tell: Azure, Alibaba Cloud, AWS by IPv6. */
const METADATA = ['168.63.129.16', '100.100.100.200', 'fd00:ec2::254'].map((text) => ipaddr.parse(text).toString());

const isIn = (address: Address, [range, bits]: Range): boolean =>
  address.kind() === range.kind() && address.match(range, bits);

/** Whether a text is a range of addresses: 10.1.0.0/16. */
export const isNetwork = (text: string): boolean => ipaddr.isValidCIDR(text);

/** Judges where webhooks may go: by what the name stands for at the time of sending, not by the name. */
export class Addresses {
  private readonly networks: Range[];
  private readonly resolve: Resolve;

  constructor(
    private readonly rules: AddressRules,
    resolve: Resolve = resolveByDns(),
  ) {
    this.networks = rules.privateNetworks.map((text) => ipaddr.parseCIDR(text));
    this.resolve = resolve;
  }

  /** Why a URL cannot be a receiver's, as far as it tells itself; undefined: it can. */
  refusalOf(url: string): 'malformed' | 'not-https' | 'not-allowed' | undefined {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (!parsed || parsed.username || parsed.password || parsed.hash) return 'malformed';
    if (parsed.protocol !== 'https:' && !(this.rules.plain && parsed.protocol === 'http:')) return 'not-https';
    const literal = literalOf(parsed);
    return literal !== undefined && !this.isAllowed(literal) ? 'not-allowed' : undefined;
  }

  /** Whether something may be sent to that very address. */
  isAllowed(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    // IPv4 in IPv6's clothes (::ffff:10.0.0.1) is IPv4.
    const address = ipaddr.process(text);
    const range = address.range();
    if (range === 'linkLocal' || METADATA.includes(address.toString())) return false;
    if (this.networks.some((network) => isIn(address, network))) return true;
    return range === 'unicast' && (address.kind() === 'ipv4' || isIn(address, GLOBAL_UNICAST));
  }

  /**
   * Resolves for a connection: what was judged is what is connected to, so that a name cannot answer otherwise in between
   * (DNS rebinding). A name of which any address is not allowed is refused whole.
   */
  readonly lookup: LookupFunction = (name, options, callback) => {
    this.resolveAllowed(name).then(
      (found) => {
        const family = Number(options.family) || 0;
        const fit = found.filter((one) => family === 0 || one.family === family);
        const [first] = fit;
        if (!first) callback(new NameNotFoundError(), '');
        else if (options.all) callback(null, fit);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, ''),
    );
  };

  private async resolveAllowed(name: string) {
    const found = await this.resolve(name);
    if (found.length === 0) throw new NameNotFoundError();
    if (!found.every((address) => this.isAllowed(address))) throw new AddressNotAllowedError();
    return found.map((address) => ({ address, family: ipaddr.parse(address).kind() === 'ipv6' ? 6 : 4 }));
  }
}

/** The address that stands in a URL instead of a name. The URL standard has made 0x7f.1 and 2130706433 into 127.0.0.1. */
function literalOf({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? bare : undefined;
}

/**
 * By DNS alone: the system's own way occupies one of four threads for as long as a name server is silent, and receivers would wait for
 * each other. `localhost` is no name of DNS (RFC 6761, section 6.3).
 */
function resolveByDns(): Resolve {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (name) => {
    if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1'];
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}
