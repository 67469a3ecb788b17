import type { Api } from '@huying/standalone';
import { until, type Stores } from '@huying/tool-demo';
import type { Bed } from '../parts/bed.js';

const CHILDREN = 20;

/** Children with a guardian, whose birthdays go to the claim service sealed. */
export async function registerChildren(staff: Api, stores: Stores): Promise<void> {
  const guardian = guardianOf(staff);
  for (let child = 0; child < CHILDREN; child += 1) {
    await guardian.post('/v1/children', {
      ...{ name: `陈${child}`, birthDate: '2018-03-15', consent: true },
      pickUps: [{ name: '外婆', phone: '13800138000', relation: '外婆' }],
    });
  }
  const known = 'known_volunteers WHERE sealed_birth IS NOT NULL';
  await until('the claim service knows them', async () => (await stores.count('claim', known)) === CHILDREN);
}

/** With a token of this moment. */
const guardianOf = (staff: Api): Api => staff.as('resident', 'guardian-of-the-drill');

/** What is read of people through the services, in words that must not change when keys do. */
export async function readPeople({ staff }: Bed): Promise<string> {
  const { items: children } = await guardianOf(staff).get<{ items: { id: string; name: string; birthDate: string }[] }>(
    '/v1/children',
  );
  const { items: volunteers } = await staff.get<{ items: { id: string; name: string; phone: string }[] }>(
    '/v1/volunteers?limit=100',
  );
  return JSON.stringify([
    children.map(({ id, name, birthDate }) => [id, name, birthDate]).sort(),
    volunteers.map(({ id, name, phone }) => [id, name, phone]).sort(),
  ]);
}
