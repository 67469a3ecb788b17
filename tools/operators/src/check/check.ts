import { fileURLToPath } from 'node:url';
import { setTheStage, story, until, type Endings } from '@huying/tool-demo';
import { FOLDER } from '../operator-files.js';
import { expressions, tryExpression, type Verdict } from './expressions.js';
import { claimDespite, rush, sendPoison } from './life.js';
import { Prometheus } from './prometheus.js';

/** What was seen of an alert. */
export interface Seen {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface Report {
  readonly verdicts: readonly Verdict[];
  readonly seen: readonly Seen[];
}

const VOLUNTEERS = 80;
const PATIENCE_MS = 60_000;
/** Without Redis nobody can claim, and that is noticed from three sides. */
const withoutRedis = ['PoolShut', 'DependencyAway', 'ClaimingFails'] as const;
/** Follows from the same fault, sooner or later: nothing is said of whether it fires. */
const mayFollow = new Set([
  'ClaimingFailsNowAndThen',
  // Claims wait for Redis before they are refused.
  'ClaimingIsSlow',
  'ClaimingIsSlowNowAndThen',
  // What could not be applied meanwhile comes late.
  'EventsAreLate',
  'EventsAreLateNowAndThen',
]);

const ofSpeed = ['ClaimingIsSlow', 'ClaimingIsSlowNowAndThen'];
/** The part of claims that may take over 500 ms. */
const SLOW_BUDGET = 0.01;

const say = (line: string) => console.log(`· ${line}`);

/** A day of the platform before the eyes of a real Prometheus: a rush, a fault, its mending; then every expression is tried. */
export async function check(): Promise<Report> {
  const endings: Endings = [];
  try {
    const stage = await setTheStage(
      { volunteers: VOLUNTEERS, places: 10, seed: 2_010, households: 60, bare: true, json: false },
      endings,
    );
    const rules = fileURLToPath(new URL(`../../../../${FOLDER}/prometheus/rules`, import.meta.url));
    const prometheus = await Prometheus.start(stage.platform.metricsUrl, rules);
    endings.push(() => prometheus.stop());
    return await watch(stage, prometheus);
  } finally {
    for (let last = endings.pop(); last; last = endings.pop()) await last();
  }
}

async function watch(stage: story.Stage, prometheus: Prometheus): Promise<Report> {
  const seen: Seen[] = [];
  const { servers } = stage;
  say('A call, a need, a rush for its places');
  // A rate is seen from the second time on.
  await story.takeCall(stage);
  await scrapedAgain(prometheus);
  const { need, givenBack, slow } = await rush(stage);
  await scrapedAgain(prometheus);
  const calm = await prometheus.firing();
  // On a slow machine it is right that this one fires: those who rushed have waited, and know it.
  const justified = slow > SLOW_BUDGET ? ofSpeed : [];
  const unjustified = [...calm].filter((name) => !justified.includes(name));
  seen.push({
    what: 'silent on a good day',
    ok: unjustified.length === 0,
    detail: `${[...calm].join(', ') || 'nothing fires'}; ${Math.round(slow * 100)} % of claims waited over 500 ms`,
  });

  say('Redis is killed');
  await servers.kill('redis');
  const over = new AbortController();
  const claims = claimDespite(stage, need.id, over.signal);
  for (const name of withoutRedis) seen.push(await comes(prometheus, name));
  const during = await prometheus.firing();
  const wrong = [...during].filter(
    (name) => !mayFollow.has(name) && !(withoutRedis as readonly string[]).includes(name),
  );
  seen.push({ what: 'nothing else fires', ok: wrong.length === 0, detail: [...during].join(', ') });
  over.abort();
  const statuses = await claims;
  const refused = statuses.filter((status) => status === 503).length;
  seen.push({ what: 'claims meanwhile', ok: refused > 0, detail: `${refused} of ${statuses.length} are answered 503` });

  say('Redis is back');
  await servers.start('redis');
  for (const name of ['PoolShut', 'DependencyAway'] as const) seen.push(await goes(prometheus, name));

  say('A record that nobody can read');
  await sendPoison(servers.environment.KAFKA_BROKERS);
  seen.push(await comes(prometheus, 'DeadLetters'));

  say('The need is served, and the caller is asked');
  const holders = await story.checkIn(stage, need, givenBack);
  await story.checkOut(stage, need, holders);
  await story.askCaller(stage, need);
  await scrapedAgain(prometheus);

  // It compares once a minute, and begins anew with every rebuild.
  const compared = 'huying_claim_reconciled_timestamp_seconds';
  await until('Redis and PostgreSQL have been compared', async () => (await prometheus.query(compared)).length > 0);

  say(`${expressions.length} expressions are tried`);
  const verdicts: Verdict[] = [];
  for (const one of expressions) verdicts.push(await tryExpression(prometheus, one));
  return { verdicts, seen };
}

/** Until what is now has been read and the rules have seen it: figures of the database are fresh after 5 s. */
async function scrapedAgain(prometheus: Prometheus): Promise<void> {
  const scrapes = 'count_over_time(up{job="huying"}[1h])';
  const count = async () => (await prometheus.query(scrapes))[0]?.value ?? 0;
  const before = await count();
  await until('Prometheus has looked again', async () => (await count()) >= before + 3);
}

const isThere = async (prometheus: Prometheus, name: string) => (await prometheus.firing()).has(name);

async function comes(prometheus: Prometheus, name: string): Promise<Seen> {
  const began = performance.now();
  const ok = await until(name, () => isThere(prometheus, name), PATIENCE_MS).catch(() => false);
  const seconds = Math.round((performance.now() - began) / 1_000);
  return { what: `${name} fires`, ok, detail: ok ? `after ${seconds} s` : 'it never did' };
}

async function goes(prometheus: Prometheus, name: string): Promise<Seen> {
  const ok = await until(name, async () => !(await isThere(prometheus, name)), PATIENCE_MS).catch(() => false);
  return { what: `${name} ends`, ok, detail: ok ? 'once Redis is back' : 'it still fires' };
}
