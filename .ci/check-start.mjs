// Starts the platform as a user does and looks at it from outside: how soon it is ready, the main job, the README's tour,
// the documents of its API, its metrics; then kills npm (kill -9) and looks whether anything is left.
import { execFileSync, spawn } from 'node:child_process';
import { openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { followTour } from './readme-tour.mjs';

/** Twenty seconds are promised on a machine of its own; this one is shared and noisy, and may take twice as long. */
const READY_WITHIN_S = 40;
const GONE_WITHIN_MS = 30_000;
const [work = '.data/ci'] = process.argv.slice(2);

/** That port if nobody has it, else any free one. */
function freePort(wanted) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(freePort(0)));
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const [port, metricsPort] = [await freePort(8080), await freePort(9464)];
const url = `http://127.0.0.1:${port}`;
const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

async function get(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answers ${response.status}.`);
  return response.text();
}

/** The process and all that it has started. */
function familyOf(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const [state, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (state !== 'Z') parents.set(Number(name), Number(parent));
    } catch {
      // It has just ended.
    }
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family.filter((member) => parents.has(member));
}

async function readyAfter(npm) {
  const began = performance.now();
  for (;;) {
    if (npm.exitCode !== null) throw new Error('npm start has ended.');
    const ready = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    const seconds = (performance.now() - began) / 1_000;
    if (ready) return seconds;
    if (seconds > 6 * READY_WITHIN_S) throw new Error('The platform did not become ready.');
    await pause(100);
  }
}

/** Who follows the tour on data of an earlier run still holds the place of that run at the same hours: its need is cancelled. */
async function forgetEarlierTour() {
  const token = execFileSync('npm', ['run', '--silent', 'token', '--', '--role', 'staff', '--subject', 'ci']);
  const authorization = `Bearer ${String(token).trim()}`;
  const held = await fetch(`${url}/v1/claims?volunteerId=v-me&state=held`, { headers: { authorization } });
  if (!held.ok) throw new Error(`The claims of v-me cannot be listed: ${held.status}.`);
  for (const { needId } of (await held.json()).items) {
    const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': needId };
    const body = JSON.stringify({ reason: 'the tour begins again' });
    const { ok, status } = await fetch(`${url}/v1/needs/${needId}/cancellation`, { method: 'POST', headers, body });
    if (!ok) throw new Error(`The need of an earlier tour cannot be cancelled: ${status}.`);
  }
}

async function lookAt() {
  run('deploy/smoke.sh', url);
  await forgetEarlierTour();
  const faults = await followTour({ readme: 'README.md', port, work });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const documents = ['', ...servicesOf(await get(`${url}/health/ready`))].map((name) => `/docs/${name && `${name}/`}`);
  const files = [];
  for (const path of documents) {
    if (!(await get(url + path)).includes('swagger-ui')) throw new Error(`There is no reference page at ${path}.`);
    const file = `${work}/openapi${path.replaceAll('/', '-').replace(/-$/, '')}.json`;
    writeFileSync(file, await get(`${url}${path}openapi.json`));
    files.push(file);
  }
  run('npx', 'redocly', 'lint', '--config', '.ci/redocly.yaml', ...files);
  const metrics = await get(`http://127.0.0.1:${metricsPort}/metrics`);
  if (!/^huying_http_request_duration_seconds/m.test(metrics)) throw new Error('There are no metrics.');
}

const servicesOf = (readiness) => Object.keys(JSON.parse(readiness).details);

const log = openSync(`${work}/start.log`, 'w');
const env = { ...process.env, PORT: String(port), METRICS_PORT: String(metricsPort) };
const npm = spawn('npm', ['start'], { env, stdio: ['ignore', log, log] });
let family = [];
process.once('exit', () =>
  [...family, ...familyOf(npm.pid)].filter(isAlive).forEach((pid) => process.kill(pid, 'SIGKILL')),
);
try {
  const seconds = await readyAfter(npm);
  family = familyOf(npm.pid);
  console.log(`Ready after ${seconds.toFixed(1)} s.`);
  await lookAt();
  if (seconds > READY_WITHIN_S) throw new Error(`It must be ready within ${READY_WITHIN_S} s.`);
  family = familyOf(npm.pid);
  npm.kill('SIGKILL');
  const deadline = Date.now() + GONE_WITHIN_MS;
  while (family.some(isAlive) && Date.now() < deadline) await pause(100);
  const left = family.filter(isAlive);
  if (left.length > 0) throw new Error(`npm was killed, and these processes still run: ${left.join(', ')}.`);
  if (await fetch(url).then(Boolean, () => false)) throw new Error('npm was killed, and the port still answers.');
  console.log(`npm was killed; all ${family.length} processes are gone.`);
} catch (error) {
  console.error(error.message);
  console.error(readFileSync(`${work}/start.log`, 'utf8').split('\n').slice(-40).join('\n'));
  // Ends npm and all that it started, too.
  process.exit(1);
}

function isAlive(pid) {
  return familyOf(pid).length > 0;
}
