// Tries every operation of every service's OpenAPI document with Schemathesis, as somebody who may do most of it: none answers 5xx,
// none answers what its document does not say, or takes what it forbids. Undeclared problems count as 5xx here.
// The same seed each time. A longer search: node .ci/check-api.mjs .data/ci 20 (so many random inputs of each operation).
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { ask, freeAddresses, startPlatform } from './started-platform.mjs';

const [work = '.data/ci', examples = '2'] = process.argv.slice(2);
const SEED = '20260901';
/** Two at a time, as many as the machine that checks has cores. */
const LANES = 2;
/** Nothing takes so long, unless it hangs. */
const GIVE_UP_AFTER_MS = 1_200_000;
/** Who may do what staff may not, and where: with random input only, since every edge has been tried as staff. */
const OTHERS = { volunteer: ['volunteer', 'claim'], resident: ['request', 'deliberation'], district: ['district'] };

const directory = resolve(work, 'api');
const tool = resolve(work, '../schemathesis');
const requirements = resolve('.ci/schemathesis.txt');

/** Installs what is pinned, unless it is there from the last time. */
function install() {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const mark = `${tool}/installed`;
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  rmSync(tool, { recursive: true, force: true });
  const quietly = ['--quiet', '--disable-pip-version-check', '--root-user-action', 'ignore'];
  const options = [...quietly, '--no-deps', '--target', tool];
  execFileSync('python3', ['-m', 'pip', 'install', ...options, '-r', requirements], { stdio: 'inherit' });
  writeFileSync(mark, wanted);
}

const token = (role) =>
  execFileSync(
    'npm',
    ['run', '--silent', 'token', '--', '--role', role, '--subject', `${role}-1`, '--data-dir', directory],
    {
      encoding: 'utf8',
    },
  ).trim();

/** One service tried as somebody. Resolves with what was found, empty if nothing was. */
function attempt({ url, service, role, bearer, phases }) {
  const name = `${service} as ${role}`;
  const file = `${directory}/${service}-${role}.txt`;
  const command = [
    `${tool}/bin/schemathesis`,
    ...['--config-file', resolve('.ci/schemathesis.toml'), 'run', `${url}/docs/${service}/openapi.json`],
    ...['-H', `Authorization: Bearer ${bearer}`, '--phases', phases, '--seed', SEED],
    // How hard it is to make up input that fits is not the API's fault.
    ...['--max-examples', examples, '--request-timeout', '30', '--suppress-health-check', 'all'],
    ...['--continue-on-failure', '--no-color', '--output-truncate', 'false'],
  ];
  const env = { ...process.env, PYTHONPATH: [tool, resolve('.ci')].join(delimiter) };
  const output = openSync(file, 'w');
  const began = Date.now();
  const python = spawn('python3', command, {
    ...{ env, cwd: directory, stdio: ['ignore', output, output], timeout: GIVE_UP_AFTER_MS },
  });
  return new Promise((done, fail) => {
    python.once('error', fail).once('exit', (code) => {
      const said = readFileSync(file, 'utf8');
      const [, selected] = /^ +Operations: +(\d+) selected/m.exec(said) ?? [];
      const [, tested] = /^ +Tested: +(\d+)$/m.exec(said) ?? [];
      console.log(`${name}: ${tested} operations (${Math.round((Date.now() - began) / 1_000)} s)`);
      if (code === 0 && tested && tested === selected) return done('');
      // What failed, each with the curl that shows it again; warnings are left in the file.
      const [, found = said] = /(={5,} (?:ERRORS|FAILURES)[\s\S]*?)(?:={5,} WARNINGS|={5,} SUMMARY|$)/.exec(said) ?? [];
      done(`--- ${name}\n${found}`);
    });
  });
}

async function attempts(url) {
  const { details } = await (await ask(`${url}/health/ready`)).json();
  const all = [['staff', Object.keys(details)], ...Object.entries(OTHERS)];
  const lists = all.map(([role, services]) => {
    const bearer = token(role);
    const phases = role === 'staff' ? 'coverage,fuzzing,stateful' : 'fuzzing,stateful';
    return services.map((service) => ({ url, service, role, bearer, phases }));
  });
  return lists.flat();
}

try {
  install();
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  // Never the usual ports: another platform may be about to take them.
  const addresses = await freeAddresses(0, 0);
  Object.assign(addresses.environment, {
    STRICT_PROBLEMS: 'true',
    RATE_LIMIT_PER_MINUTE: '1000000',
    LOG_LEVEL: 'error',
  });
  const options = ['--data-dir', directory, '--volunteers', '20'];
  const platform = await startPlatform(addresses, `${directory}/platform.log`, ...options);
  const queue = await attempts(addresses.url);
  const found = [];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) found.push(await attempt(next));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await platform.end('SIGTERM');
  const faults = found.filter(Boolean);
  if (faults.length > 0) throw new Error(`${faults.join('\n')}\nThe server's own words: ${directory}/platform.log`);
} catch (error) {
  console.error(error.message);
  // Ends all that was started, too.
  process.exit(1);
}
