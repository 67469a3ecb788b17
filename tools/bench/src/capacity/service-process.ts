import type { AddressInfo } from 'node:net';
import type { ServiceDefinition } from '@huying/http';

/**
 * One service by itself, as a container runs it, with a clock that can be moved ahead. Forked by platform-bed.ts, with which it ends,
 * however that one ends: so this comes before anything is loaded.
 */
process.on('disconnect', () => process.exit(0));

const name = process.env['SERVICE'] ?? '';
const { createServer } = await import('node:http');
const { createService, readConfiguration, StoryClock } = await import('@huying/http');
const definitions = (await import(`@huying/${name}`)) as Record<string, ServiceDefinition>;
const definition = definitions[`${name}Service`];
if (!definition) throw new RangeError(`There is no service ${name}.`);

const clock = new StoryClock();
const service = await createService(definition, readConfiguration(process.env), { clock });
const server = createServer(service.handle);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
await service.start();

process.on('message', ({ advanceMs }: { advanceMs: number }) => {
  clock.advance(advanceMs);
  process.send?.({ advancedMs: advanceMs });
});
process.send?.({ port: (server.address() as AddressInfo).port });
