import { declaredLives } from '@huying/lifecycle';
import { expect, it } from '@jest/globals';
import { branchLife } from '../../src/organizations/branch.js';
import './classes.js';
import './organizations.js';
import './pledges.js';
import './programmes.js';
import { reached } from './tries.js';
import './venues-and-partners.js';

/** Deeds in any order, at any time: no refusal changes anything, no event leaves its way, and what must be true stays true. */

/** Lives whose every step is unconditional: the table is all there is to them. */
const tableOnly = ['appeal', 'branch', 'former-pupil', 'partner', 'shipment', 'venue'];

it('there is no life that nobody tries', () => {
  expect(declaredLives().map(({ name }) => name)).toEqual([...reached.keys(), ...tableOnly].sort());
  expect(branchLife.name).toBe('branch');
});
