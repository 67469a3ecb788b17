// Runs the demo as the README says and checks the figures of its last line.
import { spawnSync } from 'node:child_process';

const volunteers = 2_000;
const places = 10;
const { stdout, status } = spawnSync('npm', ['run', '--silent', 'demo', '--', '--json'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'inherit'],
});
process.stdout.write(stdout);
const faults = [];
const expect = (holds, sentence) => void (holds || faults.push(sentence));
expect(status === 0, `the demo ended with ${status}`);
let figures = {};
try {
  figures = JSON.parse(stdout.trim().split('\n').at(-1));
} catch {
  faults.push('the last line is not JSON');
}
const keys =
  'needId places volunteers attempts held waiting refused oversold heldTwice latencyMs events attended serviceMinutes satisfaction consistent';
expect(Object.keys(figures).join(' ') === keys, `the keys are ${Object.keys(figures).join(' ')}`);
const sum = Object.values(figures.refused ?? {}).reduce((all, some) => all + some, 0);
expect(figures.places === places, 'places');
expect(figures.volunteers === volunteers, 'volunteers');
expect(figures.held === places, `held is ${figures.held}, not ${places}`);
expect(figures.oversold === 0 && figures.heldTwice === 0, 'oversold or held twice');
expect(figures.consistent === true, 'not consistent');
expect(figures.attempts >= volunteers, 'fewer attempts than volunteers');
expect(sum > 0, 'nobody was refused');
expect(figures.waiting > 0, 'nobody waits');
expect(figures.attended > 0 && figures.serviceMinutes > 0, 'nobody served');
expect(figures.satisfaction >= 1 && figures.satisfaction <= 5, 'no satisfaction');
expect(figures.latencyMs?.p50 > 0 && figures.latencyMs.p50 <= figures.latencyMs.p95, 'latencies');
expect(figures.latencyMs?.p95 <= figures.latencyMs?.p99, 'latencies');
expect(figures.events?.['huying.claim.v1.PlaceHeld'] >= places, 'PlaceHeld events');
expect(figures.serviceMinutes === places * 120, 'two hours for each place');
for (const fault of faults) console.error(`demo: ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);
