import { poolUseOf, type PoolUse } from '@huying/database';
import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';

const gauges: Readonly<Record<keyof PoolUse, string>> = {
  size: 'How many connections to its database the service may have.',
  busy: 'Connections to the database that are at work.',
  idle: 'Connections to the database that have nothing to do.',
  waiting: 'Requests that wait for a connection because all are busy.',
};

/** Tells how the service's connections to its database are used, whenever the metrics are read. */
export function measurePool(dataSource: DataSource, registry: Registry): void {
  for (const [figure, help] of Object.entries(gauges) as [keyof PoolUse, string][]) {
    new Gauge({
      name: `huying_database_pool_${figure}`,
      help,
      registers: [registry],
      collect() {
        this.set(poolUseOf(dataSource)[figure]);
      },
    });
  }
}
