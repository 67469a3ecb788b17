import { declaredProblems } from '@huying/http';
import { namedInNoTest } from '@huying/testing';
import { describe, expect, it } from '@jest/globals';

// What libraries declare is shown where it is declared.
const ofLibraries = new Set(declaredProblems());
await import('../src/index.js');
const own = declaredProblems().filter((type) => !ofLibraries.has(type));

describe('every problem that the service declares', () => {
  it('is provoked by one of its tests', () => {
    expect(own.length).toBeGreaterThan(10);
    const codes = own.map(({ code }) => code);
    expect(namedInNoTest(codes, [new URL('.', import.meta.url), new URL('../src/', import.meta.url)])).toEqual([]);
  });
});
