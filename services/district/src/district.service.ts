import type { ServiceDefinition } from '@huying/http';
import { DistrictModule } from './district.module.js';
import { DistrictEvent } from './feed/district-event.entity.js';
import { CreateFeed1792000000001 } from './migrations/1792000000001-create-feed.js';
import { CreateIndicators1792000000011 } from './migrations/1792000000011-create-indicators.js';

/** What district systems see of the platform: its events, without personal data, on a topic of their own and by HTTP. */
export const districtService: ServiceDefinition = {
  name: 'district',
  title: 'Huying: district',
  module: DistrictModule,
  entities: [DistrictEvent],
  migrations: [CreateFeed1792000000001, CreateIndicators1792000000011],
  paths: ['/v1/events', '/v1/indicators'],
};
