import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AddressNotAllowedError, Addresses, NameNotFoundError, type Resolve } from './addresses.js';

const strict = (resolve?: Resolve) => new Addresses({ privateNetworks: [], plain: false }, resolve);

describe('an address', () => {
  it.each([
    ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.2.1', '198.18.0.1', '224.0.0.1'],
    ...['240.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', 'fec0::1'],
    ...['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1'],
    ...['2001::1', 'fe80::1%eth0', 'not an address', ''],
  ])('%s is not allowed', (address) => expect(strict().isAllowed(address)).toBe(false));

  it.each(['1.1.1.1', '8.8.8.8', '223.5.5.5', '2400:3200::1', '2606:4700:4700::1111'])('%s is', (address) =>
    expect(strict().isAllowed(address)).toBe(true),
  );

  it('of a network that the operator names is allowed; of metadata services and of one link it is not even then', () => {
    const named = new Addresses({ privateNetworks: ['10.1.0.0/16', '0.0.0.0/0', 'fd00::/8'], plain: false });
    expect(['10.1.2.3', 'fd12::1'].map((address) => named.isAllowed(address))).toEqual([true, true]);
    const never = ['169.254.169.254', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254', 'fe80::1'];
    for (const address of never) expect(named.isAllowed(address)).toBe(false);
  });

  it('of 10.0.0.0/8 is not allowed in whatever form it is written', () => {
    fc.assert(
      fc.property(fc.nat(0xff_ffff), (host) => {
        const [b, c, d] = [host >> 16, (host >> 8) & 255, host & 255];
        const hex = ((10 << 24) + host).toString(16);
        for (const host of [`10.${b}.${c}.${d}`, `0x${hex}`, `[::ffff:10.${b}.${c}.${d}]`, `012.${b}.${c * 256 + d}`]) {
          expect(strict().refusalOf(`https://${host}/hook`)).toBe('not-allowed');
        }
      }),
    );
  });
});

describe('a URL', () => {
  it.each([
    ['https://example.org/hook', undefined],
    ['https://[2400:3200::1]:8443/hook?of=us', undefined],
    ['http://example.org/hook', 'not-https'],
    ['ftp://example.org', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['https://user:secret@example.org', 'malformed'],
    ['https://example.org/#part', 'malformed'],
    ['example.org', 'malformed'],
    ['https://2130706433/', 'not-allowed'],
    ['https://0x7f.1/', 'not-allowed'],
    ['https://[::1]/', 'not-allowed'],
    ['https://[::ffff:169.254.169.254]/', 'not-allowed'],
  ])('%s: %s', (url, refusal) => expect(strict().refusalOf(url)).toBe(refusal));
});

describe('a name', () => {
  const connectionTo = (addresses: Addresses, family = 0) =>
    new Promise<unknown>((done, fail) =>
      addresses.lookup('receiver.example', { all: true, family }, (error, found) =>
        error ? fail(error) : done(found),
      ),
    );

  it('stands for the addresses that were judged', async () => {
    const found = connectionTo(strict(() => Promise.resolve(['1.1.1.1', '2400:3200::1'])));
    await expect(found).resolves.toEqual([
      { address: '1.1.1.1', family: 4 },
      { address: '2400:3200::1', family: 6 },
    ]);
  });

  it('is refused if it stands for one that is not allowed, beside others too', async () => {
    const found = connectionTo(strict(() => Promise.resolve(['1.1.1.1', '127.0.0.1'])));
    await expect(found).rejects.toBeInstanceOf(AddressNotAllowedError);
  });

  it('without an address is told apart', async () => {
    await expect(connectionTo(strict(() => Promise.resolve([])))).rejects.toBeInstanceOf(NameNotFoundError);
  });
});
