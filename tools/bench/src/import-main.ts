import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMUNITY, FrontDoor, generateVolunteers, getToken, startPlatform } from '@huying/standalone';
import { Command } from 'commander';
import { measuredEnvironment, startDurableServers } from './durable-servers.js';
import { rounded } from './statistics.js';

const GOAL_SECONDS = 60;

const options = new Command('bench:import')
  .description('All volunteers of a community from a file by npm run import, into the whole platform on real servers.')
  .option('--json', 'print the figures as one JSON object in the last line', false)
  .option('--check', 'exit with 1 if the goal is missed', false)
  .option('--volunteers <number>', 'how many', Number, COMMUNITY.volunteers)
  .parse()
  .opts<{ json: boolean; check: boolean; volunteers: number }>();

const say = (line: string): void => {
  if (options.json) console.error(line);
  else console.log(line);
};

const dir = await mkdtemp(join(tmpdir(), 'huying-import-'));
const servers = await startDurableServers(['kafka', 'postgres', 'redis'], say);
const host = '127.0.0.1';
const platform = await startPlatform({
  // The development issuer, which gives the token, does not start in production.
  environment: { ...measuredEnvironment(), NODE_ENV: 'development', LOG_LEVEL: 'error', ...servers.environment },
  dataDir: dir,
  door: await FrontDoor.open({ host, port: 0, variable: 'PORT' }),
  metricsDoor: await FrontDoor.open({ host, port: 0, variable: 'METRICS_PORT' }),
});
try {
  const file = join(dir, 'volunteers.ndjson');
  const people = generateVolunteers({ count: options.volunteers, seed: 2010, year: 2026, groupIds: [] });
  await writeFile(file, [...people].map((person) => `${JSON.stringify(person)}\n`).join(''));
  const token = await getToken(platform.url, { role: 'staff', subject: 'staff-1', community: COMMUNITY.id });
  const started = performance.now();
  const code = await importByCommand(file, token);
  const seconds = (performance.now() - started) / 1_000;
  const met = code === 0 && seconds < GOAL_SECONDS;
  const { volunteers } = options;
  const perSecond = rounded(volunteers / seconds);
  say(
    `${met ? '✔' : '✘'} ${volunteers} volunteers in ${rounded(seconds)} s, ${perSecond} a second; goal under ${GOAL_SECONDS} s.`,
  );
  if (options.json) console.log(JSON.stringify({ volunteers, seconds: rounded(seconds), perSecond, met }));
  if (code !== 0 || (options.check && !met)) process.exitCode = 1;
} finally {
  await platform.stop();
  await servers.stop();
  await rm(dir, { recursive: true, force: true });
}

/** As a person does it; what the command says of its progress is seen. Gives its exit code. */
async function importByCommand(file: string, token: string): Promise<number | null> {
  const command = ['run', '--silent', 'import', '--workspace', '@huying/volunteer', '--', file, '--url', platform.url];
  const child = spawn('npm', command, { env: { ...process.env, TOKEN: token }, stdio: ['ignore', 2, 2] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
