import { InfrastructureError } from '@huying/infrastructure';
import { readOptions } from './options.js';

const options = readOptions();
const rehearsals = {
  backup: async () => (await import('./backup/drill.js')).rehearseBackup,
  upgrade: async () => (await import('./upgrade/drill.js')).rehearseUpgrade,
  'rotate-keys': async () => (await import('./rotate-keys/drill.js')).rehearseRotation,
};
try {
  const { rehearse } = await import('./parts/rehearse.js');
  const outcome = await rehearse(await rehearsals[options.drill](), options);
  if (options.json) console.log(JSON.stringify({ drill: options.drill, ...outcome }));
  process.exitCode = outcome.checks.every(({ ok }) => ok) ? 0 : 1;
} catch (error) {
  console.error(error instanceof InfrastructureError ? error.message : error);
  process.exitCode = 1;
}
