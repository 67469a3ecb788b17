import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blindIndex, decrypt, encrypt, EncryptionError, useEncryptionKeys } from './encryption.js';

const aKey = (): string => `k1.aesgcm256.${randomBytes(32).toString('base64url')}=`;
const old = aKey();
const fresh = aKey();
const blindIndexKey = randomBytes(32).toString('hex');
const use = (...keys: string[]): void => useEncryptionKeys({ keys, blindIndexKey });

describe('encrypting personal data', () => {
  beforeEach(() => use(old));

  it('gives back every text as it was', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(decrypt(encrypt(text))).toBe(text)));
  });

  it('says the same differently each time, and shows nothing of it', () => {
    const [first, second] = [encrypt('+8613800138000'), encrypt('+8613800138000')];
    expect(first).not.toBe(second);
    expect(Buffer.from(first, 'utf8').toString()).not.toContain('13800138000');
  });

  it('decrypts what the old key wrote while the new one encrypts', () => {
    const written = encrypt('王大爷');
    use(fresh, old);
    expect(decrypt(written)).toBe('王大爷');
    const rewritten = encrypt('王大爷');
    use(fresh);
    expect(decrypt(rewritten)).toBe('王大爷');
  });

  it('fails, by name of the key and not of the text, when the key is gone', () => {
    const written = encrypt('王大爷');
    use(fresh);
    expect(() => decrypt(written)).toThrow(EncryptionError);
    expect(() => decrypt(written)).toThrow(/is not among ENCRYPTION_KEYS/);
  });

  it.each(['', 'not encrypted at all', 'v1.aesgcm256.', '王大爷'])('fails for %j, which nobody encrypted', (text) => {
    expect(() => decrypt(text)).toThrow(EncryptionError);
  });

  it('fails for a text that somebody has changed', () => {
    const parts = encrypt('王大爷').split('.');
    const last = parts.pop() ?? '';
    const changed = [...parts, `${last.startsWith('A') ? 'B' : 'A'}${last.slice(1)}`].join('.');
    expect(() => decrypt(changed)).toThrow(EncryptionError);
  });

  it.each([[[]], [['']], [['k1.aesgcm256.short']], [[fresh, 'rubbish']]])('does not start with the keys %j', (keys) => {
    expect(() => use(...keys)).toThrow(EncryptionError);
    expect(() => use(...keys)).toThrow(/ENCRYPTION_KEYS/);
  });

  it('keeps the keys that it had when new ones are refused', () => {
    const written = encrypt('王大爷');
    expect(() => use('rubbish')).toThrow(EncryptionError);
    expect(decrypt(written)).toBe('王大爷');
  });
});

describe('the blind index', () => {
  beforeEach(() => use(old));

  it('is the same for the same text, also after a change of the encryption keys', () => {
    const before = blindIndex('+8613800138000');
    use(fresh);
    expect(blindIndex('+8613800138000')).toBe(before);
  });

  it('is another for another text, and with another secret', () => {
    const index = blindIndex('+8613800138000');
    expect(blindIndex('+8613800138001')).not.toBe(index);
    useEncryptionKeys({ keys: [old], blindIndexKey: randomBytes(32).toString('hex') });
    expect(blindIndex('+8613800138000')).not.toBe(index);
  });

  it('finds a text in full-width characters by its usual form', () => {
    expect(blindIndex('13800138000')).toBe(blindIndex('13800138000'));
  });
});
