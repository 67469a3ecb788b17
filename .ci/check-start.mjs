// Starts the platform as a user does and looks at it from outside: how soon it is ready, the main job, the README's tour,
// the documents of its API, its metrics, its databases; ends it in three ways, and looks whether anything is left; begins again.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { followTour } from './readme-tour.mjs';
import { ask, freeAddresses, startPlatform } from './started-platform.mjs';

/** Twenty seconds are promised on a machine of its own; this one is shared and noisy, and may take three times as long. */
const READY_WITHIN_S = 60;
const [work = '.data/ci'] = process.argv.slice(2);
const addresses = await freeAddresses();
const { url } = addresses;

const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

async function get(address) {
  const response = await ask(address);
  if (!response.ok) throw new Error(`${address} answers ${response.status}.`);
  return response.text();
}

const bearer = (...wish) =>
  `Bearer ${execFileSync('npm', ['run', '--silent', 'token', '--', ...wish], { encoding: 'utf8' }).trim()}`;

/** Who follows the tour on data of an earlier run still holds the place of that run at the same hours: its need is cancelled. */
async function forgetEarlierTour() {
  const authorization = bearer('--role', 'staff', '--subject', 'ci');
  const held = await ask(`${url}/v1/claims?volunteerId=v-me&state=held`, { headers: { authorization } });
  if (!held.ok) throw new Error(`The claims of v-me cannot be listed: ${held.status}.`);
  for (const { needId } of (await held.json()).items) {
    const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': needId };
    const body = JSON.stringify({ reason: 'the tour begins again' });
    const { ok, status } = await ask(`${url}/v1/needs/${needId}/cancellation`, { method: 'POST', headers, body });
    if (!ok) throw new Error(`The need of an earlier tour cannot be cancelled: ${status}.`);
  }
}

async function lookAt() {
  run('deploy/smoke.sh', url);
  await forgetEarlierTour();
  const faults = await followTour({ readme: 'README.md', port: addresses.port, work });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const documents = ['', ...servicesOf(await get(`${url}/health/ready`))].map((name) => `/docs/${name && `${name}/`}`);
  const files = [];
  for (const path of documents) {
    if (!(await get(url + path)).includes('swagger-ui')) throw new Error(`There is no reference page at ${path}.`);
    const file = `${work}/openapi${path.replaceAll('/', '-').replace(/-$/, '')}.json`;
    writeFileSync(file, await get(`${url}${path}openapi.json`));
    files.push(file);
  }
  for (const [path, part] of [
    ['', 'asyncapi.js'],
    ['asyncapi.yaml', 'asyncapi: 3.0.0'],
  ]) {
    if (!(await get(`${url}/docs/district/events/${path}`)).includes(part))
      throw new Error(`The events of districts have no reference: /docs/district/events/${path}`);
  }
  run('npx', 'redocly', 'lint', '--config', '.ci/redocly.yaml', ...files);
  const metrics = await get(`${addresses.metricsUrl}/metrics`);
  if (!/^huying_http_request_duration_seconds/m.test(metrics)) throw new Error('There are no metrics.');
}

const servicesOf = (readiness) => Object.keys(JSON.parse(readiness).details);

/** One command makes databases ready: nothing is left to do for those in use, all for new ones, and that only once. */
async function migrateTwice() {
  const { environment } = JSON.parse(readFileSync('.data/platform.json', 'utf8'));
  const migrated = (added) =>
    execFileSync('npm', ['run', '--silent', 'migrate'], { env: { ...process.env, ...added }, encoding: 'utf8' });
  const elsewhere = { POSTGRES_URL: environment.POSTGRES_URL, DATABASE_PREFIX: `ci${Date.now()}_` };
  const said = [migrated({}), migrated(elsewhere), migrated(elsewhere)];
  const names = servicesOf(await get(`${url}/health/ready`));
  const expected = [/^\S+: up to date$/, /^\S+: (\w+\d{13}, )*\w+\d{13}$/, /^\S+: up to date$/];
  for (const [index, lines] of said.map((text) => text.trimEnd().split('\n')).entries()) {
    const right = lines.length === names.length && lines.every((line) => expected[index].test(line));
    if (!right) throw new Error(`npm run migrate, time ${index + 1}, says:\n${lines.join('\n')}`);
  }
  console.log(`npm run migrate made ${names.length} databases, and found nothing to do the second time.`);
}

/** Whether the volunteer of the tour is known: 200 or 404. */
async function tourist() {
  const authorization = bearer('--role', 'volunteer', '--subject', 'v-me', '--community', 'xishan');
  return (await ask(`${url}/v1/volunteers/v-me`, { headers: { authorization } })).status;
}

function mustBe(what, is, expected) {
  if (is !== expected) throw new Error(`${what}: ${is} instead of ${expected}.`);
}

/** Data of servers that are others' is not removed. */
function refuseFresh() {
  const env = { ...process.env, ...addresses.environment, POSTGRES_URL: 'postgresql://localhost:1/others' };
  const { status, stdout, stderr } = spawnSync('npm', ['start', '--', '--fresh'], { env, encoding: 'utf8' });
  mustBe('Exit of npm start --fresh with a server that is others’', status, 1);
  if (!stderr.includes('POSTGRES_URL points to a server whose data is not removed from here')) {
    throw new Error(`npm start --fresh with a server that is others’ says:\n${stdout}${stderr}`);
  }
}

try {
  const first = await startPlatform(addresses, `${work}/start.log`);
  console.log(`Ready after ${first.seconds.toFixed(1)} s.`);
  await lookAt();
  if (first.seconds > READY_WITHIN_S) throw new Error(`It must be ready within ${READY_WITHIN_S} s.`);
  await migrateTwice();
  mustBe('The volunteer of the tour', await tourist(), 200);
  await first.end('SIGINT');

  const second = await startPlatform(addresses, `${work}/start-again.log`);
  console.log(`Ready after ${second.seconds.toFixed(1)} s with the data of before.`);
  mustBe('The volunteer of the tour after a new start', await tourist(), 200);
  await second.end('SIGKILL');

  refuseFresh();
  const third = await startPlatform(addresses, `${work}/start-fresh.log`, '--fresh', '--volunteers', '0');
  console.log(`Ready after ${third.seconds.toFixed(1)} s with --fresh.`);
  mustBe('The volunteer of the tour after a fresh start', await tourist(), 404);
  await third.end('SIGTERM');
} catch (error) {
  console.error(error.message);
  // Ends all that was started, too.
  process.exit(1);
}
