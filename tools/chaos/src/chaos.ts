import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { limits, openBed, type Bed } from './bed/bed.js';
import { Chance } from './chance.js';
import { fillLedger, type FullPool } from './bed/fill-ledger.js';
import { strikeOn } from './faults/schedule.js';
import { figuresOf } from './check/check.js';
import type { Figures } from './figures.js';
import type { ChaosOptions } from './options.js';
import { Progress } from './progress.js';
import { quiesce } from './quiesce.js';
import { Clients } from './rush/client.js';
import { History } from './rush/history.js';
import { Neighbours } from './rush/neighbours.js';
import { Recorder } from './rush/recorder.js';
import { introduce, liveOn, rushOn } from './rush/rush.js';
import { SmallHistories } from './rush/small-histories.js';
import { PoolWorld } from './rush/world.js';

const POOLS = ['xishan', 'dongshan'] as const;
const [VOLUNTEERS, PEOPLE] = [250, 80];
/** How many small histories go on in each pool at a time, and how many people take part in each. */
const [SMALL, SMALL_PEOPLE] = [3, 7];
const LAST_WISHES_MS = 240_000;
/** Acknowledged answers after which the time begins, and how long they are waited for. */
const [WARM, WARM_UP_MS] = [50, 20_000];

/** A run: the servers, the rush with its faults, the rest, and the check. Words go to `say`, the figures are returned. */
export async function runChaos(
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<{ figures: Figures; words: string[] }> {
  const chance = new Chance(options.seed);
  say(`Seed ${options.seed}; starting Kafka, PostgreSQL, two Redis and ${options.processes} claim processes…`);
  const bed = await openBed(options.processes, options.keep, say);
  try {
    const history = new History(join(bed.dir, 'history'));
    const recorder = new Recorder(history);
    const neighbours = await Neighbours.connect(bed.brokers);
    const worlds = await Promise.all(
      POOLS.map((pool) => PoolWorld.make(pool, VOLUNTEERS, SMALL * SMALL_PEOPLE, bed.issuer)),
    );
    for (const world of worlds) await introduce(world, neighbours, bed.database);
    const fullPool = options.ledger > 0 ? await fill(bed, options.ledger, say) : null;
    const clients = new Clients(bed.balancer.url, recorder);
    const small = worlds.flatMap((world) =>
      Array.from({ length: SMALL }, (_, number) => {
        const people = world.fewVolunteers.slice(number * SMALL_PEOPLE, (number + 1) * SMALL_PEOPLE);
        return new SmallHistories(world, people, clients, neighbours, bed.database, chance.branch());
      }),
    );
    const began = performance.now();
    const { counts, mishaps } = await rush(options, { bed, recorder, neighbours, worlds, clients, small, chance });
    const seconds = (performance.now() - began) / 1_000;
    await clients.close();
    history.flush();
    await neighbours.close();
    say('The rush is over; waiting until everything is at rest…');
    await quiesce(bed, POOLS);
    say('Explaining every answer…');
    const histories = small.flatMap((one) => one.histories);
    const filled = fullPool && { ...fullPool, pool: POOLS[0] };
    const checked = await figuresOf({ bed, recorder, history, histories, pools: POOLS, limits, filled });
    const { processes, seed } = options;
    const faults = Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)));
    const figures = { ...checked.figures, faults, seconds: Math.round(seconds), processes, seed, fullPool };
    const words = [
      ...checked.words,
      ...mishaps.map(({ kind, words }) => `The fault ${kind} went wrong itself: ${words}`),
    ];
    if (options.keep) say(`Data, logs and history stay in ${bed.dir}.`);
    return { figures, words };
  } finally {
    await bed.close();
  }
}

async function fill(bed: Bed, entries: number, say: (line: string) => void): Promise<FullPool> {
  say(`Filling the ledger of ${POOLS[0]} with ${entries} entries…`);
  const filled = await fillLedger(bed, POOLS[0], entries);
  const fullPool = { ...filled, backMs: Math.round(filled.backMs) };
  say(
    `With ${fullPool.entries} entries in its ledger, a pool that Redis had forgotten was back after ${fullPool.backMs} ms.`,
  );
  return fullPool;
}

interface Rush {
  readonly bed: Bed;
  readonly recorder: Recorder;
  readonly neighbours: Neighbours;
  readonly worlds: readonly PoolWorld[];
  readonly clients: Clients;
  readonly small: readonly SmallHistories[];
  readonly chance: Chance;
}

async function rush(options: ChaosOptions, { bed, recorder, neighbours, worlds, clients, small, chance }: Rush) {
  const over = new AbortController();
  const { signal } = over;
  let began = Infinity;
  const secondsGone = () => Math.max(0, performance.now() - began) / 1_000;
  const isOver = () => signal.aborted || secondsGone() >= options.seconds || recorder.operations >= options.operations;
  const progress = new Progress(options, recorder, secondsGone);
  const life = worlds.map((world) => liveOn(world, neighbours, bed.database, chance.branch(), signal));
  const histories = small.map((one) => one.run(signal));
  const people = rushOn(worlds, clients, chance.branch(), PEOPLE, () => signal.aborted);
  // Needs open, connections are made, code gets warm: only then the time begins, and the first fault may come.
  const ready = performance.now() + WARM_UP_MS;
  while (recorder.acknowledged < WARM && performance.now() < ready) await pause(50);
  began = performance.now();
  // Short runs have less calm, so that each kind of fault has its turn; long ones more, so that most of the time much is decided.
  const calm: [number, number] =
    options.seconds < 120 ? [500, 1_500] : options.seconds < 600 ? [500, 4_000] : [2_000, 20_000];
  const faults = strikeOn(bed, recorder, chance.branch(), options.faults, POOLS, calm, signal);
  while (!isOver()) {
    await pause(200);
    progress.show();
  }
  over.abort();
  const struck = await faults;
  await Promise.race([
    Promise.all([people, ...life, ...histories]),
    pause(LAST_WISHES_MS, undefined, { ref: false }).then(() => {
      throw new Error(`The last wishes were not answered within ${LAST_WISHES_MS / 1_000} s.`);
    }),
  ]);
  progress.stop();
  return struck;
}
