import { setTimeout as pause } from 'node:timers/promises';
import { deliberationService, faultsOf, faultsOfReceipt, type Published, type Receipt } from '@huying/deliberation';
import { Command } from 'commander';
import { Pool } from 'undici';
import { COMMUNITY, openBed, type ServiceBed } from './service-bed.js';
import { rounded } from './statistics.js';

const LOOK_EVERY_MS = 500;
/** The service looks for rounds that are over every ten seconds; counting so many ballots takes its time. */
const COUNTED_WITHIN_MS = 300_000;

const options = new Command('bench:ballots')
  .description(
    'All voters of a round cast their ballots in the minute before it closes, over HTTP, on real PostgreSQL.',
  )
  .option('--json', 'print the figures as one JSON object in the last line', false)
  .option('--check', 'exit with 1 if not all were in time', false)
  .option('--voters <number>', 'how many', Number, 20_000)
  .option('--clients <number>', 'how many vote at once', Number, 50)
  .option('--seconds <number>', 'until the round closes', Number, 60)
  .parse()
  .opts<{ json: boolean; check: boolean; voters: number; clients: number; seconds: number }>();

const say = (line: string): void => {
  if (options.json) console.error(line);
  else console.log(line);
};

/** What came of a rush: receipts of those who got one, and how many heard that it is too late, or something else. */
interface Rush {
  readonly receipts: readonly Receipt[];
  readonly late: number;
  /** By status and code. */
  readonly others: ReadonlyMap<string, number>;
  readonly seconds: number;
}

const bed = await openBed(deliberationService, say);
try {
  say(`Entering ${options.voters} households …`);
  await enterHouseholds(bed);
  const tokens = await bed.tokens('resident', voters());
  const roundId = await openRound(bed);
  say(`${options.clients} clients vote; the round closes in ${options.seconds} s …`);
  const rush = await vote(bed.url, roundId, tokens);
  const published = await counted(bed, roundId);
  tell(rush, published);
} finally {
  await bed.close();
}

function voters(): string[] {
  return Array.from({ length: options.voters }, (_, index) => `voter-${index + 1}`);
}

/** As the service keeps them: entering so many one by one is not what is measured. */
async function enterHouseholds({ database }: ServiceBed): Promise<void> {
  await database.query(
    `INSERT INTO households (id, community_id, version, building, door, home_key, entered_at, area)
     SELECT gen_random_uuid(), $1, 1, (n % 200 + 1) || '幢', n::text, 'home-' || n, now(), 5000 + n % 10000
     FROM generate_series(1, $2::int) n`,
    [COMMUNITY, options.voters],
  );
  await database.query(
    `INSERT INTO household_accounts (community_id, account_id, household_id)
     SELECT community_id, 'voter-' || door, id FROM households`,
  );
}

/** A yes-no round of all households, whose last minute begins when it is open. */
async function openRound({ database, ...bed }: ServiceBed): Promise<string> {
  const staff = await bed.as('staff', 'staff-1');
  const { id } = await staff.post<{ id: string }>('/v1/consultations', {
    ...{ title: '加装电梯', description: '各幢居民提议加装电梯。' },
  });
  const round = await staff.post<{ id: string; voters: number }>(`/v1/consultations/${id}/rounds`, {
    ...{ purpose: 'whether', method: 'yes-no', rule: 'residents-meeting', question: '是否同意加装电梯?', scope: {} },
    closesAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  if (round.voters !== options.voters) throw new Error(`The round has ${round.voters} voters.`);
  await database.query(`UPDATE rounds SET closes_at = clock_timestamp() + make_interval(secs => $2) WHERE id = $1`, [
    round.id,
    options.seconds,
  ]);
  return round.id;
}

async function vote(url: string, roundId: string, tokens: readonly string[]): Promise<Rush> {
  const receipts: Receipt[] = [];
  const others = new Map<string, number>();
  let late = 0;
  let next = 0;
  const pool = new Pool(url, { connections: options.clients });
  const started = performance.now();
  const client = async (): Promise<void> => {
    for (let index = next++; index < tokens.length; index = next++) {
      const response = await pool.request({
        ...{ method: 'POST', path: '/v1/ballots' },
        headers: { authorization: `Bearer ${tokens[index]}`, 'content-type': 'application/json' },
        body: JSON.stringify({ roundId, choice: [index % 3 === 0 ? 'no' : 'yes'] }),
      });
      const body = (await response.body.json()) as Receipt & { code?: string };
      if (response.statusCode === 201) receipts.push(body);
      else if (body.code === 'ballot-late') late += 1;
      else {
        const what = `${response.statusCode} ${body.code ?? ''}`;
        others.set(what, (others.get(what) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: options.clients }, client));
  const seconds = (performance.now() - started) / 1_000;
  await pool.close();
  return { receipts, late, others, seconds };
}

/** What is published once the round is closed. */
async function counted(bed: ServiceBed, roundId: string): Promise<Published> {
  const staff = await bed.as('staff', 'staff-1');
  const deadline = Date.now() + COUNTED_WITHIN_MS;
  for (;;) {
    const { state } = await staff.get<{ state: string }>(`/v1/rounds/${roundId}`);
    if (state === 'closed') return staff.get(`/v1/results/${roundId}/published`);
    if (Date.now() > deadline) throw new Error('The round was not closed in time.');
    await pause(LOOK_EVERY_MS);
  }
}

function tell({ receipts, late, others, seconds }: Rush, published: Published): void {
  const inTheList = new Set(published.ballots.map(({ id }) => id));
  const acknowledged = new Set(receipts.map(({ ballotId }) => ballotId));
  const lost = receipts.filter(({ ballotId }) => !inTheList.has(ballotId)).length;
  const unknown = published.ballots.filter(({ id }) => !acknowledged.has(id)).length;
  const faults = [...faultsOf(published), ...receipts.slice(0, 200).flatMap((one) => faultsOfReceipt(published, one))];
  const right = lost === 0 && unknown === 0 && others.size === 0 && faults.length === 0;
  const inTime = acknowledged.size === options.voters;
  say(
    `${right ? '✔' : '✘'} ${acknowledged.size} ballots were acknowledged and ${published.ballots.length} counted: ` +
      `${lost} lost, ${unknown} nobody cast, ${late} too late, ${faults.length} faults found by the verifier.`,
  );
  for (const fault of faults.slice(0, 5)) say(`  ${fault}`);
  for (const [what, times] of others) say(`  ${times} times ${what}`);
  const perSecond = rounded(acknowledged.size / seconds);
  say(`${inTime ? '✔' : '✘'} ${perSecond} ballots a second; goal: all ${options.voters} within ${options.seconds} s.`);
  if (options.json) {
    const { voters, clients } = options;
    const figures = { voters, clients, acknowledged: acknowledged.size, counted: published.ballots.length };
    console.log(
      JSON.stringify({
        ...figures,
        lost,
        unknown,
        late,
        faults: faults.length,
        seconds: rounded(seconds),
        perSecond,
        inTime,
      }),
    );
  }
  if (!right || (options.check && !inTime)) process.exitCode = 1;
}
