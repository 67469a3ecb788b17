/**
 * A process has one list of declared problems.
 * @jest-environment node
 */
import { problemsNamedInTests } from '@huying/testing';
import { expect, it } from '@jest/globals';

it('every problem that the service declares is named in one of its tests', async () => {
  const { declared, missing } = await problemsNamedInTests(() => import('../src/index.js'), import.meta.url);
  expect(declared).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});
