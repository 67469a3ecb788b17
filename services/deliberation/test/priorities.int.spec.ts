import { PriorityListPublishedSchema, VolunteersWantedSchema } from '@huying/contracts';
import { as, type Body, expectBody, TestService, withKey } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliberationService } from '../src/index.js';
import { faultsOf, faultsOfReceipt } from '../src/results/verify.js';
import { aResident, aWork } from './supervision.examples.js';
import { refusal, votingOn, type Home } from './voting.examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(deliberationService);
});
afterAll(() => api.stop());

const { someHomes, aConsultation, aRound, askRound, cast, publishedAfter, expire, closeNow } = votingOn(() => api);

const areas = Array.from({ length: 6 }, () => 9_000);
/** It affects those in the first stairwell most. */
const LIFT = { text: '电梯' };
const checklist = { purpose: 'what', method: 'checklist', rule: 'simple-count' };

/** Twelve homes, the first six of them in the first stairwell; `choices` by the number of the home. */
async function aList(options: readonly object[], choices: readonly string[][]) {
  const { building, homes } = await someHomes(areas, { stairwell: '1单元' });
  homes.push(...(await someHomes(areas, { building, stairwell: '2单元' })).homes);
  const stated = options.map((option) =>
    option === LIFT ? { ...option, affects: { building, stairwell: '1单元' } } : option,
  );
  const round = await aRound(building, { ...checklist, options: stated, mostTicks: options.length });
  const receipts = [];
  for (const [index, choice] of choices.entries()) {
    receipts.push(expectBody(await cast(round.id, homes[index] as Home, choice)));
  }
  return { round, receipts };
}

const priorities = async (roundId: string): Promise<Body[]> =>
  expectBody(await api.get(`/v1/rounds/${roundId}/priorities`, aResident()), 200).items;

/** A list on which lifts stand first, then parking, and a wall that nobody wants. */
async function aCountedList() {
  const options = [{ text: '停车位' }, { text: '电梯' }, { text: '围墙' }];
  const { round } = await aList(options, [['o2'], ['o2', 'o1'], ['o2']]);
  await publishedAfter(round.id);
  return round.id as string;
}

describe('priorities', () => {
  it('go by households, then by those most affected, then by cost, and can be counted again', async () => {
    const options = [
      { text: '停车位', costFen: 900 },
      LIFT,
      { text: '照明', costFen: 500 },
      { text: '外墙' },
      { text: '围墙' },
    ];
    // Two for each but the last; of the six who need a lift most, two.
    const choices = [['o2', 'o1'], ['o2', 'o3'], ['o1'], ['o3'], ['o4'], ['o4']];
    const { round, receipts } = await aList(options, choices);
    expect(round.options).toMatchObject([
      { costFen: 900 },
      { affectedVoters: 6, affects: { stairwell: '1单元' } },
      {},
      {},
      {},
    ]);
    const published = await publishedAfter(round.id);
    expect(faultsOf(published)).toEqual([]);
    for (const receipt of receipts) expect(faultsOfReceipt(published, receipt)).toEqual([]);
    expect(receipts[0]).toMatchObject({ affectedBy: ['o2'] });
    const all = { ballots: 2, voters: 12 };
    expect(await priorities(round.id)).toMatchObject([
      { rank: 1, tied: false, option: { text: '电梯' }, share: all, affected: { ballots: 2, voters: 6 } },
      { rank: 2, tied: false, option: { text: '照明', costFen: 500 }, share: all },
      { rank: 3, tied: false, option: { text: '停车位', costFen: 900 }, share: all },
      { rank: 4, tied: false, option: { text: '外墙' }, share: all },
      { rank: 5, tied: false, option: { text: '围墙' }, share: { ballots: 0, voters: 12 } },
    ]);
    const [list] = await api.kafka.awaitEmitted(PriorityListPublishedSchema, round.id);
    expect(list?.items.map(({ text }) => text)).toEqual(['电梯', '照明', '停车位', '外墙', '围墙']);
  });

  it('that are equal by all of it have the same rank, and the next one comes after all of them', async () => {
    const { round } = await aList(
      [{ text: '甲' }, { text: '乙' }, { text: '丙' }],
      [
        ['o1', 'o2', 'o3'],
        ['o2', 'o3'],
      ],
    );
    await publishedAfter(round.id);
    expect((await priorities(round.id)).map(({ rank, tied, option }) => [option.text, rank, tied])).toEqual([
      ['乙', 1, true],
      ['丙', 1, true],
      ['甲', 3, false],
    ]);
  });

  it('are not told before the round is closed, nor in another community', async () => {
    const { round } = await aList([{ text: '甲' }, { text: '乙' }], []);
    const path = `/v1/rounds/${round.id}/priorities`;
    expect(await api.get(path, aResident())).toMatchObject(refusal(409, 'result-not-yet'));
    await expire(round.id);
    await closeNow();
    expect(expectBody(await api.get(path, aResident()), 200).items).toHaveLength(2);
    const elsewhere = { as: { role: 'resident', subject: 'r-1', community: 'elsewhere' } } as const;
    expect((await api.get(path, elsewhere)).status).toBe(404);
  });

  it.each<[string, object, string]>([
    ['so few that the count would tell how they voted', { building: '无此幢' }, 'round-affected-too-few'],
  ])('are not opened with an option that affects %s', async (_, affects, code) => {
    const { building } = await someHomes(areas);
    const options = [{ text: '电梯', affects }, { text: '车位' }];
    expect(await askRound(await aConsultation(), { ...checklist, options, scope: { building } })).toMatchObject(
      refusal(422, code),
    );
  });

  it('are not opened with more options that name whom they affect than one commitment holds, or with one twice', async () => {
    const { building } = await someHomes(areas);
    const ask = async (options: object[]) =>
      askRound(await aConsultation(), { ...checklist, options, scope: { building } });
    const many = Array.from({ length: 13 }, (_, index) => ({ text: `${index}`, affects: { building } }));
    expect(await ask(many)).toMatchObject(refusal(422, 'round-affecting-too-many'));
    expect(await ask([{ text: '电梯' }, { text: '电梯' }])).toMatchObject(refusal(422, 'round-option-twice'));
    expect(await ask([{ text: '电梯', costFen: -1 }, { text: '车位' }])).toMatchObject({ status: 422 });
    expect(await ask(many.slice(1))).toMatchObject({ status: 201 });
  });
});

describe('what residents put on a list', () => {
  const wanted = {
    ...{ optionId: 'o2', catalogueItemCode: 'GS-001', places: 4, place: '3幢楼下', personInCharge: '李主任' },
    ...{ startsAt: '2099-01-01T09:00:00+08:00', endsAt: '2099-01-01T11:00:00+08:00' },
  };
  const askVolunteers = (roundId: string, fields: object = {}) =>
    api.post(`/v1/rounds/${roundId}/needs`, { ...wanted, ...fields }, withKey(as('staff', 'staff-1')));

  it('becomes works and needs, and the list says which', async () => {
    const roundId = await aCountedList();
    const work = expectBody(await api.post('/v1/works', aWork({ decisionId: roundId, optionId: 'o2' })));
    expect(work).toMatchObject({ decisionId: roundId, optionId: 'o2' });
    const { needId } = expectBody(await askVolunteers(roundId, { optionId: 'o1' }), 202);
    expect(await api.kafka.awaitEmitted(VolunteersWantedSchema, needId)).toMatchObject([
      { roundId, optionId: 'o1', title: '停车位', places: 4, location: { name: '3幢楼下' }, wantedBy: 'staff-1' },
    ]);
    expect(await priorities(roundId)).toMatchObject([
      { option: { text: '电梯' }, works: [{ id: work.id, state: 'under-way' }], needIds: [] },
      { option: { text: '停车位' }, works: [], needIds: [needId] },
      { option: { text: '围墙' }, works: [], needIds: [] },
    ]);
  });

  it.each<[string, object, number, string]>([
    ['an option that nobody wants', { optionId: 'o3' }, 409, 'priority-not-wanted'],
    ['an option that is not there', { optionId: 'o9' }, 422, 'priority-option-unknown'],
    ['an item that no catalogue has', { catalogueItemCode: 'XX-999' }, 422, 'arising-need-unknown-item'],
    [
      'a time that is over',
      { startsAt: '2020-01-01T09:00:00Z', endsAt: '2020-01-01T10:00:00Z' },
      422,
      'time-in-the-past',
    ],
    ['an end before the start', { endsAt: '2098-01-01T09:00:00Z' }, 422, 'time-ends-before-start'],
    ['two days', { endsAt: '2099-01-03T09:00:00+08:00' }, 422, 'time-too-long'],
  ])('does not become a need with %s', async (_, fields, status, code) => {
    expect(await askVolunteers(await aCountedList(), fields)).toMatchObject(refusal(status, code));
  });

  it('is not carried out before it is decided, nor against the decision, nor out of nothing', async () => {
    const { building, homes } = await someHomes([9_000]);
    const round = await aRound(building);
    const start = (fields: object) => api.post('/v1/works', aWork(fields));
    expect(await start({ decisionId: round.id })).toMatchObject(refusal(409, 'priority-not-decided'));
    expectBody(await cast(round.id, homes[0] as Home, ['no']));
    await publishedAfter(round.id);
    expect(await start({ decisionId: round.id })).toMatchObject(refusal(409, 'priority-not-decided'));
    expect(await askVolunteers(round.id)).toMatchObject(refusal(409, 'priority-not-decided'));
    expect(await start({ decisionId: '0198c2f0-0000-7000-8000-000000000000' })).toMatchObject(
      refusal(422, 'priority-round-unknown'),
    );
    expect(await start({ optionId: 'o1' })).toMatchObject(refusal(422, 'priority-round-unknown'));
  });

  it('is not for residents to order', async () => {
    const path = `/v1/rounds/${await aCountedList()}/needs`;
    expect((await api.post(path, wanted, withKey(aResident()))).status).toBe(403);
  });
});
