import { scene, type Check } from '@huying/tool-demo';
import { aKey, Bed } from '../parts/bed.js';
import { npmRun, npmRunWell } from '../parts/command.js';
import { HERE } from '../parts/here.js';
import type { Outcome, Rehearsal } from '../parts/rehearse.js';
import { beginLoad, checkLoad, renewTokens } from '../parts/scenes.js';
import { rotateTokens } from './rotate-tokens.js';
import { readPeople, registerChildren } from './sealed-people.js';

/** Those that keep personal data of the people of the drill. */
const SERVICES = ['request', 'volunteer', 'claim', 'organization'];

/** New keys for personal data and for tokens, while requests go on; at the end the old ones are gone, and nothing is lost. */
export async function rehearseRotation(rehearsal: Rehearsal): Promise<Outcome> {
  const { endings } = rehearsal;
  const bed = await Bed.start(rehearsal, SERVICES, HERE);
  const stores = bed.openStores();
  endings.push(() => stores.close());
  await npmRunWell('migrate', [], bed.environment);
  await registerChildren(bed.staff, stores);
  const load = await beginLoad(bed);
  endings.push(() => load.stop());
  const tokens = await rotateTokens(bed, () => renewTokens(bed, load));
  const before = await readPeople(bed);
  const old = bed.environment['ENCRYPTION_KEYS'] ?? '';
  const next = aKey();
  const tell = (keys: string) => (bed.environment = { ...bed.environment, ENCRYPTION_KEYS: keys });
  const roll = (title: string, keys: string) =>
    scene({
      title,
      play: async (say) => {
        tell(keys);
        await bed.replaceAll(HERE, say);
      },
      outcome: () => `${title}: ${bed.names.length} services replaced`,
    });
  await roll('Every service learns of the new key, and encrypts with the old one', `${old},${next}`);
  await roll('Every service encrypts with the new key', `${next},${old}`);
  const early = await npmRun('rotate-keys', ['--check'], bed.environment);
  const said = await scene({
    title: 'npm run rotate-keys, while requests go on',
    play: (say) => npmRun('rotate-keys', [], bed.environment, say),
    outcome: ({ said: all }) => `npm run rotate-keys: ${sealedAnew(all)} rows sealed anew`,
  });
  const late = await npmRun('rotate-keys', ['--check'], bed.environment);
  await load.stop();
  await roll('Every service forgets the old key', next);
  const after = await readPeople(bed);
  const rows = (all: string) => all.split('\n').filter((line) => / rows of .* still need key /.test(line));
  const checks: Check[] = [
    ...tokens,
    {
      what: 'before, the check names what needs the old key, and ends with 1',
      ok: early.code === 1 && rows(early.said).length > 5,
      detail: `${rows(early.said).length} columns`,
    },
    {
      what: 'afterwards no row needs the old key',
      ok: sealedAnew(said.said) > 0 && rows(late.said).length === 0,
      detail: `${sealedAnew(said.said)} rows sealed anew`,
    },
    {
      what: 'the check names the events on Kafka that still need it, and until when',
      ok: late.code === 1 && /events of huying\.organization\.\S+ need key \w+, kept until \d{4}/.test(late.said),
      detail: late.said.trim().split('\n').at(-1) ?? '',
    },
    {
      what: 'without the old key all people are read as before',
      ok: before === after && before.length > 1_000,
      detail: `${before.length} characters`,
    },
    ...(await checkLoad(load, stores)),
  ];
  return { checks, figures: { 'rows sealed anew': sealedAnew(said.said) } };
}

const sealedAnew = (said: string): number =>
  [...said.matchAll(/: (\d+) rows sealed anew/g)].reduce((sum, [, rows]) => sum + Number(rows), 0);
