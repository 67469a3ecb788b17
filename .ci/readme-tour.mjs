// The README's five minutes with curl, word for word, and what they promise.
import { spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

// Others know of a volunteer when what was seeded before is known to them: minutes on a busy machine.
const PATIENCE_MS = 480_000;

/** The commands of the tour: the code block of its section that comes after `npm start`. */
function tourOf(readme) {
  const section = readme.split(/^## /m).find((text) => text.startsWith('Five minutes with curl'));
  const blocks = [...(section ?? '').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  if (blocks.length !== 2 || blocks[0] !== 'npm start\n') throw new Error('The README has no tour after `npm start`.');
  return blocks[1];
}

/**
 * Follows the tour with bash, at that address where another program has port 8080.
 * @returns sentences on what was not as the README says; none if all was
 */
export async function followTour({ readme, port, work }) {
  const tour = tourOf(readFileSync(readme, 'utf8')).replaceAll('localhost:8080', `localhost:${port}`);
  const [out, err] = [`${work}/tour.out`, `${work}/tour.err`];
  // Files and not pipes: the tour writes to /dev/stderr by name. A group of its own, since its last command follows for ever.
  for (const file of [out, err]) writeFileSync(file, '');
  const stdio = ['ignore', openSync(out, 'a'), openSync(err, 'a')];
  const bash = spawn('bash', ['-eu', '-c', tour], { stdio, detached: true });
  let ended = false;
  bash.once('exit', () => (ended = true));
  const said = () => readFileSync(out, 'utf8');
  const answers = () =>
    said()
      .split('\n')
      .filter((line) => line.startsWith('{'));
  const filled = () => new RegExp(`NeedFilled.*${needIn(answers())}`).test(said());
  const deadline = Date.now() + PATIENCE_MS;
  while (!ended && !filled() && Date.now() < deadline) await pause(200);
  if (!ended) process.kill(-bash.pid, 'SIGTERM');
  const faults = faultsOf(answers(), readFileSync(err, 'utf8'));
  if (!filled()) faults.push(ended ? 'it broke off' : 'the last command does not show that the need is filled');
  if (faults.length > 0) console.error(`${said()}\n${readFileSync(err, 'utf8')}`);
  return faults.map((fault) => `The README's tour: ${fault}.`);
}

const parsed = (answers) =>
  answers.flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });

const needIn = (answers) => parsed(answers).find(({ state }) => state === 'published')?.id ?? 'no need';

function faultsOf(answers, errors) {
  const told = parsed(answers);
  // What is asked for until it is so goes to the standard error.
  const asked = parsed(errors.split('\n'));
  const first = asked.filter(({ state }) => state === 'held');
  const faults = [];
  const expect = (holds, sentence) => void (holds || faults.push(sentence));
  expect(
    told.some(({ acceptedCode }) => acceptedCode === 'LC-001'),
    'the call is not classified as LC-001',
  );
  const need = needIn(answers);
  expect(need !== 'no need', 'no need is published');
  expect(
    first.some(({ needId }) => needId === need),
    'the place is not held',
  );
  const again = told.filter(({ needId, state }) => needId === need && state === 'held');
  expect(again.length === 1 && again[0].id === first.at(-1)?.id, 'the same key again does not get the same answer');
  const seen = asked.filter(({ id, state }) => id === need && state === 'filled');
  expect(
    seen.some(({ privateDetails }) => privateDetails === '3幢2单元501'),
    'the private details are not shown',
  );
  return faults;
}
