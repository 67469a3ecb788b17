import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { isTimed } from '@huying/http';
import { useEncryptionKeys } from '@huying/database';
import { services } from '@huying/standalone';
import { getMetadataArgsStorage, type ValueTransformer } from 'typeorm';

const CIPHER = /^v1\.aesgcm256\./;
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

beforeAll(() =>
  useEncryptionKeys({
    keys: [`k1.aesgcm256.${randomBytes(32).toString('base64url')}=`],
    blindIndexKey: randomBytes(32).toString('hex'),
  }),
);

/** Whether a column's transformer encrypts, whatever it is given. */
function encrypts(transformer: ValueTransformer): boolean {
  return ['a text', true, ['a'], { a: 1 }].some((value) => {
    try {
      const stored: unknown = transformer.to(value);
      return typeof stored === 'string' && CIPHER.test(stored);
    } catch {
      return false;
    }
  });
}

/** The encrypted columns of an entity: `calls.caller_name`. */
function encryptedColumnsOf(entity: new () => object): string[] {
  const { tables, columns } = getMetadataArgsStorage();
  const table = tables.find(({ target }) => target === entity)?.name ?? '';
  return columns
    .filter(
      ({ target, options: { transformer } }) =>
        target === entity && [transformer ?? []].flat().some((one) => encrypts(one)),
    )
    .map(({ propertyName, options: { name } }) => `${table}.${name ?? snake(propertyName)}`);
}

describe.each(services.map((service) => [service.name, service] as const))('%s', (_, { entities, retention = [] }) => {
  it('has a rule for every encrypted column', () => {
    const ruled = new Set(retention.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`)));
    const encrypted = entities.flatMap(encryptedColumnsOf);
    expect(encrypted.length).toBeGreaterThan(0);
    expect(encrypted.filter((column) => !ruled.has(column))).toEqual([]);
  });

  it('has rules that contradict neither themselves nor each other', () => {
    const names = retention.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, columns, blank, end, onErasure = {} } of retention) {
      const isBlanked = end.do === 'blank' || Object.values(onErasure).some((wish) => wish.do === 'blank');
      expect([name, isBlanked]).toEqual([name, blank !== undefined]);
      expect(columns).toEqual(expect.arrayContaining(Object.keys(blank ?? {})));
      const kept = Object.values(onErasure).filter((wish) => wish.do === 'keep');
      expect(kept.filter(({ because = '' }) => because === '')).toEqual([]);
    }
    for (const {
      end: { days },
    } of retention.filter(isTimed)) {
      expect(days.least).toBeLessThanOrEqual(days.usual);
      expect(days.usual).toBeLessThanOrEqual(days.most);
    }
    // Two rules that blank one table would take each other's mark for their own.
    const blanking = retention.filter(({ blank }) => blank).map(({ table }) => table);
    expect(new Set(blanking).size).toBe(blanking.length);
  });
});
