import { services } from '@huying/standalone';
import { scene } from '@huying/tool-demo';
import type { DrillOptions } from '../options.js';
import { Bed } from '../parts/bed.js';
import { HERE } from '../parts/here.js';
import type { Outcome, Rehearsal } from '../parts/rehearse.js';
import { beginLoad, checkLoad } from '../parts/scenes.js';
import { prepareOldCode } from './old-code.js';
import { expandEveryTable, pendingEvents } from './schema.js';

/** Every service is replaced while the load goes on: the next one starts beside it, is let in, and only then the old one leaves. */
export async function rehearseUpgrade(rehearsal: Rehearsal): Promise<Outcome> {
  const { options, endings } = rehearsal;
  const old = options.from === undefined ? undefined : await prepareOldCode(rehearsal, options.from);
  const bed = await Bed.start(rehearsal, namesOf(options), old ?? HERE);
  const stores = bed.openStores();
  endings.push(() => stores.close());
  const load = await beginLoad(bed);
  endings.push(() => load.stop());
  if (!old) {
    await scene({
      title: 'The schema is expanded under the old code',
      play: () => expandEveryTable(bed.servers.environment.POSTGRES_URL, bed.names),
      outcome: (tables) => `The schema is expanded under the old code: each of ${tables} tables gains a column`,
    });
  }
  await scene({
    title: 'One service after the other is replaced, while requests go on',
    play: (say) => bed.replaceAll(HERE, (name) => say(`${name}; ${load.total.answered} requests answered so far`)),
    outcome: () => `${bed.names.length} services are replaced; ${load.total.answered} requests were answered meanwhile`,
  });
  await load.stop();
  const unsent = await pendingEvents(stores);
  return {
    checks: [
      ...(await checkLoad(load, stores)),
      { what: 'every event has been sent', ok: unsent === 0, detail: `${unsent} wait` },
    ],
    figures: { 'the old code': options.from ?? 'that which is here, on the schema of now' },
  };
}

/** Whom the requests of the load go to. */
const ASKED = ['request', 'volunteer', 'claim'];

function namesOf({ services: wanted }: DrillOptions): readonly string[] {
  const all = services.map(({ name }) => name);
  const names = wanted ?? all;
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new RangeError(`There is no service ${unknown.join(', ')}: choose among ${all.join(', ')}.`);
  const missing = ASKED.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new RangeError(`The load asks ${missing.join(', ')} too: name them.`);
  return names;
}
