/**
 * A process has one list of declared lives.
 * @jest-environment node
 */
import { declaredLives } from '@huying/lifecycle';
import { expect, it } from '@jest/globals';
import './classes.js';
import './organizations.js';
import './pledges.js';
import './programmes.js';
import { reached } from './tries.js';
import './venues-and-partners.js';

/** Deeds in any order, at any time: no refusal changes anything, no event leaves its way, and what must be true stays true. */

it('there is no life that nobody tries', () => {
  expect(declaredLives().map(({ name }) => name)).toEqual([...reached.keys()].sort());
});
