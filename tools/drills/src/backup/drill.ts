import { cp, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Chance } from '@huying/standalone';
import {
  awaitVolunteersKnown,
  checkConsistency,
  getTokens,
  registerVolunteers,
  RushHour,
  scene,
  settle,
  story,
  type Check,
  type DemoOptions,
} from '@huying/tool-demo';
import { npmRun, npmRunWell } from '../parts/command.js';
import type { Outcome, Rehearsal } from '../parts/rehearse.js';
import { ensurePostgresTools } from '../parts/servers.js';
import { checkAfterwards, readBefore } from './afterwards.js';
import { Installation } from './installation.js';
import { uploadPhoto } from './photo.js';
import { goOnRecovered } from './recovered.js';
import { SteadyClaims } from './steady-claims.js';

const demo: DemoOptions = { volunteers: 400, places: 10, seed: 2_010, households: 60, bare: true, json: false };
const HOUR_MS = 3_600_000;

/** Load, back up while it goes on, destroy everything, restore, compare, and claim once more. */
export async function rehearseBackup(rehearsal: Rehearsal): Promise<Outcome> {
  await ensurePostgresTools();
  const { dir, endings } = rehearsal;
  const backup = join(dir, 'backup');
  const lost = await Installation.onNewServers(rehearsal, 'servers');
  await lost.startPlatform();
  endings.push(() => lost.platform.stop());
  const { stage, need, rush } = await live(lost);
  const photo = await uploadPhoto(lost.platform.url);
  const claims = await SteadyClaims.start(lost.platform.url, lost.staff, stage.rushers);
  const takenAt = await backUp(lost, backup, claims);
  await claims.stop();
  const before = await readBefore(lost, { claims, takenAt, photo, rushers: stage.rushers });
  await scene({
    title: 'The platform is stopped',
    play: () => lost.stopPlatform(),
    outcome: () => 'The platform is stopped in good order',
  });
  const refusals = await refuse(lost, backup, dir);
  await scene({
    title: 'Everything is destroyed',
    play: () => lost.destroy(),
    outcome: () => 'Kafka, PostgreSQL and Redis are killed, and all that they held is removed, attachments too',
  });
  const found = await Installation.onNewServers(rehearsal, 'new-servers');
  const environment = await found.environment();
  const said = await scene({
    title: 'npm run restore -- --from …',
    play: (say) => npmRunWell('restore', ['--from', backup], environment, say),
    outcome: (all) => `npm run restore -- --from …: ${all.trim().split('\n').at(-1)}`,
  });
  await found.startPlatform();
  endings.push(() => found.platform.stop());
  // The story was a day ahead: so is what it left behind.
  const hoursAhead = (lost.platform.hence(0) - Date.now()) / HOUR_MS;
  await found.platform.advance(hoursAhead);
  const afterwards = await checkAfterwards(found, before);
  const { checks: agreements } = await scene({
    title: 'Comparing what Redis, PostgreSQL, Kafka and the services hold',
    play: () => {
      const readNeed = () => found.staff.get<story.Need>(`/v1/needs/${need.id}`);
      return checkConsistency({
        need,
        places: demo.places,
        told: story.told(rush),
        stores: found.stores,
        onlooker: found.onlooker,
        readNeed,
      });
    },
    outcome: ({ checks }) => `${checks.filter(({ ok }) => ok).length} of ${checks.length} comparisons agree`,
  });
  // The one newcomer who claimed has a place now.
  const recovered = await goOnRecovered(found, { ...before, newcomers: before.newcomers.slice(1) }, hoursAhead);
  await found.stopPlatform();
  return {
    checks: [...refusals, ...afterwards, ...agreements, ...recovered],
    figures: {
      'claims acknowledged before the backup': before.kept.length,
      'claims acknowledged after it, which it cannot hold': before.later.length,
      'events sent once more': /(\d+) events are then sent/.exec(said)?.[1] ?? '?',
    },
  };
}

/** What the demo does: a call, a need, a rush, hours of service. */
async function live(installation: Installation) {
  const { servers, platform, staff, stores, onlooker } = installation;
  const people = await scene({
    title: 'Volunteers register',
    play: (say) => registerVolunteers(staff, demo, say),
    outcome: () => `${demo.volunteers} volunteers register`,
  });
  const rushers = await getTokens(platform, people.volunteers);
  await awaitVolunteersKnown(stores, demo);
  const stage = { options: demo, servers, platform, staff, stores, onlooker, people, rushers };
  const rush = await scene({
    title: 'They rush for a need, come, and serve',
    play: async () => {
      const call = await story.takeCall(stage);
      const draft = await story.raiseNeed(stage, call);
      const hour = new RushHour(platform.url, draft.id, new Chance(demo.seed));
      const need = await story.publishNeed(stage, draft, hour);
      await story.rushForPlaces(stage, need, hour);
      const holders = await story.checkIn(stage, need, await story.givePlaceBack(stage, hour));
      const minutes = await story.checkOut(stage, need, holders);
      const closed = await story.askCaller(stage, need);
      await hour.end();
      await settle({ stores, onlooker });
      return { need: closed, rush: hour, minutes };
    },
    outcome: ({ minutes }) => `${demo.places} places are taken in a rush; ${minutes} minutes of service are recorded`,
  });
  return { stage, ...rush };
}

/** The administrator's command, while claims go on. Returns the moment as of which everything was saved, in ms since 1970. */
async function backUp(installation: Installation, backup: string, claims: SteadyClaims): Promise<number> {
  const environment = await installation.environment();
  const said = await scene({
    title: 'npm run backup -- --to …, while volunteers go on claiming',
    play: (say) => npmRunWell('backup', ['--to', backup], environment, say),
    outcome: () => `npm run backup -- --to …, while volunteers go on claiming: ${claims.count} claims so far`,
  });
  const [, takenAt = ''] = /as of (\S+Z)/.exec(said) ?? [];
  return Date.parse(takenAt);
}

/** What must not be possible: a restore over what is there, and one from a backup that is cut short. */
async function refuse(installation: Installation, backup: string, dir: string): Promise<Check[]> {
  const environment = await installation.environment();
  const cut = join(dir, 'cut-short');
  await cp(backup, cut, { recursive: true });
  await truncate(join(cut, 'claim.dump'), 10_000);
  const [over, half] = await scene({
    title: 'What must be refused is tried',
    play: async () => [
      await npmRun('restore', ['--from', backup], environment),
      await npmRun('restore', ['--from', cut, '--force'], environment),
    ],
    outcome: () =>
      'What must be refused is tried: a restore over what is there, and one from a backup that is cut short',
  });
  return [
    {
      what: 'a restore over an installation that holds something is refused',
      ok: over?.code === 1 && over.said.includes('--force'),
      detail: `ends with ${over?.code}`,
    },
    {
      what: 'a backup that is cut short is refused before anything is touched',
      ok: half?.code === 1 && /claim\.dump has 10000 bytes/.test(half.said),
      detail: `ends with ${half?.code}`,
    },
  ];
}
