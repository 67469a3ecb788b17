import { readFile } from 'node:fs/promises';
import type { Receipt } from '../ballots/cast.js';
import type { Published } from '../results/published.js';
import { digestOf, faultsOf, faultsOfReceipt } from '../results/verify.js';

const HELP = `npm run deliberation -- verify FILE [RECEIPT]

  Counts a published result (GET /v1/results/{roundId}/published, stored as a file) again, from nothing but what is in it, and
  says what does not hold. With a receipt, as the API gave it to a voter, also whether their ballot is counted as they cast it.`;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const complain = (line: string): boolean => process.stderr.write(`${line}\n`);

const readJson = async <Content>(file: string): Promise<Content> => JSON.parse(await readFile(file, 'utf8')) as Content;

/** @returns the exit code: 0 if all holds, 1 if something does not, 2 if it could not be read */
async function verify(file: string, receiptFile?: string): Promise<number> {
  const published = await readJson<Published>(file);
  const faults = faultsOf(published);
  if (receiptFile) faults.push(...faultsOfReceipt(published, await readJson<Receipt>(receiptFile)));
  const { result, ballots } = published;
  say(`Round ${published.roundId}: ${ballots.length} ballots of ${published.voters} voters`);
  say(`Rule ${result.rule} (${result.source})`);
  for (const { of, by, have, outOf, share, met } of result.tests) {
    say(`  ${of} by ${by}: ${have} of ${outOf}, ${share}: ${met ? 'met' : 'not met'}`);
  }
  say(`Published outcome: ${result.outcome}`);
  say(`Digest ${digestOf(published)}`);
  for (const fault of faults) complain(`✗ ${fault}`);
  if (faults.length === 0) say('✓ It holds.');
  return faults.length === 0 ? 0 : 1;
}

const [command, file, receipt] = process.argv.slice(2);
if (command !== 'verify' || !file) {
  say(HELP);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await verify(file, receipt);
  } catch (error) {
    complain(`${file} cannot be verified: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}
