import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultsOf, faultsOfReceipt, type Published, type Receipt } from '@huying/deliberation';
import { eventually } from '@huying/testing';
import { afterEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { Api, COMMUNITY } from '../src/index.js';
import { readPlatformFile } from '../src/platform-file.js';
import { isAlive, killAll, sayItIsSeeded, startWithServers, untilReady, type ReadyPlatform } from './process.js';

const HOMES = 120;
const CLIENTS = 20;
/** After so many ballots that were acknowledged the platform is killed, and its database with it. */
const KILLED_AFTER = 30;

const dataDir = mkdtempSync(join(tmpdir(), 'huying-vote-'));
let running: ReadyPlatform | undefined;

afterEach(async () => {
  running?.child.kill('SIGKILL');
  await eventually(() => rmSync(dataDir, { recursive: true, force: true }));
});

async function start(): Promise<ReadyPlatform> {
  running = await untilReady(startWithServers(dataDir));
  return running;
}

const staffOf = ({ url }: ReadyPlatform): Api =>
  new Api(url, { role: 'staff', subject: 's-1', community: COMMUNITY.id });

/** A round of homes that come in as a file. */
async function openRound(staff: Api): Promise<string> {
  const homes = Array.from({ length: HOMES }, (_, index) => ({
    ...{ building: '3幢', door: String(index), area: 9_000, accountIds: [`r-${index}`] },
  }));
  await staff.stream('/v1/households/import', homes, () => undefined);
  const { id } = await staff.post<{ id: string }>('/v1/consultations', {
    title: '加装电梯',
    description: '3幢加装电梯',
  });
  const round = await staff.post<{ id: string; voters: number }>(`/v1/consultations/${id}/rounds`, {
    ...{ purpose: 'whether', method: 'yes-no', rule: 'owners-ordinary', question: '是否同意?' },
    ...{ scope: { building: '3幢' }, closesAt: new Date(Date.now() + 86_400_000).toISOString() },
  });
  expect(round.voters).toBe(HOMES);
  return round.id;
}

/** All homes vote through some clients. Hears each receipt; those who are not answered have none. */
async function vote(staff: Api, roundId: string, onReceipt: (receipt: Receipt) => void): Promise<number> {
  let next = 0;
  let unanswered = 0;
  const client = async (): Promise<void> => {
    for (let index = next++; index < HOMES; index = next++) {
      const ballot = { roundId, choice: [index % 3 === 0 ? 'no' : 'yes'] };
      await staff
        .as('resident', `r-${index}`)
        .post<Receipt>('/v1/ballots', ballot)
        .then(onReceipt, () => (unanswered += 1));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return unanswered;
}

/** The time of closing has come, by the clock of the database that the platform has brought along. */
async function expire(roundId: string): Promise<void> {
  const { environment } = readPlatformFile(dataDir);
  const client = new pg.Client({ connectionString: `${environment['POSTGRES_URL']}/huying_deliberation` });
  await client.connect();
  await client.query('UPDATE rounds SET closes_at = clock_timestamp() WHERE id = $1', [roundId]);
  await client.end();
}

test('every ballot that was acknowledged is counted once although service and database are killed in the midst of the vote', async () => {
  sayItIsSeeded(dataDir);
  const first = await start();
  const roundId = await openRound(staffOf(first));
  const acknowledged: Receipt[] = [];
  const unanswered = await vote(staffOf(first), roundId, (receipt) => {
    acknowledged.push(receipt);
    if (acknowledged.length === KILLED_AFTER) killAll(first.family);
  });
  expect(unanswered).toBeGreaterThan(0);
  await eventually(() => expect(first.family.filter(isAlive)).toEqual([]));

  const staff = staffOf(await start());
  const again: Receipt[] = [];
  expect(await vote(staff, roundId, (receipt) => again.push(receipt))).toBe(0);
  expect(again).toEqual(expect.arrayContaining(acknowledged));
  await expire(roundId);
  const published = await eventually(() => staff.get<Published>(`/v1/results/${roundId}/published`));
  expect(published.took).toEqual({ app: HOMES, paper: 0 });
  expect(faultsOf(published)).toEqual([]);
  expect(again.flatMap((receipt) => faultsOfReceipt(published, receipt))).toEqual([]);
});
