import { currentTrace } from '@huying/events';
import type { ClaimRedis, ScriptReply } from '../pools/claim-redis.js';
import type { PoolKeys } from '../pools/pool-keys.js';
import type { Command } from '../rules/index.js';

/** Runs the script that decides a command. @returns its reply; @throws RedisUnavailableError, RedisReplacedError */
export async function runCommand(redis: ClaimRedis, keys: PoolKeys, command: Command): Promise<ScriptReply> {
  const reply = await run(redis, keys, command);
  await redis.ensureSame(keys);
  return reply;
}

function run(redis: ClaimRedis, keys: PoolKeys, command: Command): Promise<ScriptReply> {
  if (command.do === 'volunteers') {
    const records = command.records.flatMap(([id, record]) => [id, Number(record.split('\x1f', 1)[0]), record]);
    return redis.run(
      'put-volunteers',
      [keys.sequence, keys.log, keys.volunteers],
      [keys.epoch, command.now, ...records],
    );
  }
  const { now, limits, need } = command;
  const common = [keys.epoch, now, need, limits.openClaims, limits.weekMinutes, currentTrace()];
  const [script, args] = scriptOf(command);
  return redis.run(script, keys.ofDecision(need), [...common, ...args]);
}

type Words = (string | number)[];

function scriptOf(command: Exclude<Command, { do: 'volunteers' }>): [Parameters<ClaimRedis['run']>[0], Words] {
  switch (command.do) {
    case 'set': {
      const { publication, revision, places, config, commitment } = command;
      return ['set-need', [publication, revision, places, JSON.stringify(config), commitment]];
    }
    case 'claim':
      return [
        'claim-place',
        [command.volunteer, command.claim, command.key, Number(command.risk), command.of ?? 'need'],
      ];
    case 'together': {
      const members = command.members.flatMap(({ claimant, claim, key }) => [claimant, claim, key]);
      return [
        'claim-together',
        [command.team ? 'team' : 'party', Number(command.risk), command.of ?? 'need', ...members],
      ];
    }
    case 'release':
      return ['release-place', [command.volunteer, command.claim, command.reason, Number(command.late)]];
    case 'offer': {
      const { volunteer, claim, key, source, from, till } = command;
      return ['offer-place', [volunteer, claim, key, source, from, till]];
    }
    case 'answer':
      return ['answer-offer', [command.volunteer, command.claim, Number(command.risk)]];
    case 'choose':
      return ['choose-applicant', [command.volunteer, command.claim]];
    case 'priority':
      return ['set-priority', [command.volunteer, command.claim, command.priority]];
    case 'places':
      return ['set-places', [command.places, ...command.leaving.flatMap(({ claimant, claim }) => [claimant, claim])]];
    case 'move':
      return ['move-line', []];
    case 'ask':
      return ['ask-again', [command.volunteer, command.claim, command.till]];
    case 'draw':
      return ['rank-line', [command.from, Number(command.last), command.seed, ...command.order]];
    case 'close':
      return ['close-need', [command.what, command.detail]];
  }
}
