import type { ServiceDefinition } from '@huying/http';
import { Call } from './calls/call.entity.js';
import { CatalogueItemVersion } from './catalogue/catalogue-item.entity.js';
import { CommonProblem } from './common-problems/common-problem.entity.js';
import { CreateRequestTables1790000000001 } from './migrations/1790000000001-create-request-tables.js';
import { AddWaysToDispatch1790000000011 } from './migrations/1790000000011-add-ways-to-dispatch.js';
import { OrderNeedHistory1790000000021 } from './migrations/1790000000021-order-need-history.js';
import { AddCommonProblems1790000000031 } from './migrations/1790000000031-add-common-problems.js';
import { AddOpen3111790000000041 } from './migrations/1790000000041-add-open311.js';
import { NeedReading } from './needs/need-reading.entity.js';
import { Need } from './needs/need.entity.js';
import { open311Api } from './open311/open311-api.js';
import { Open311Client, Open311Report, Open311Update } from './open311/open311.entities.js';
import { requestFigures } from './request-figures.js';
import { RequestModule } from './request.module.js';
import { EraseCallers1790000000051 } from './migrations/1790000000051-erase-callers.js';
import { KnowSinceWhen1790000000052 } from './migrations/1790000000052-know-since-when.js';
import { requestRetention } from './request-retention.js';

/** Calls, needs and the catalogue. */
export const requestService: ServiceDefinition = {
  name: 'request',
  title: 'Huying: calls, needs, the catalogue',
  module: RequestModule,
  entities: [Call, CatalogueItemVersion, CommonProblem, Need, NeedReading, Open311Client, Open311Report, Open311Update],
  migrations: [
    CreateRequestTables1790000000001,
    AddWaysToDispatch1790000000011,
    OrderNeedHistory1790000000021,
    AddCommonProblems1790000000031,
    AddOpen3111790000000041,
    EraseCallers1790000000051,
    KnowSinceWhen1790000000052,
  ],
  paths: [
    '/v1/calls',
    '/v1/callers',
    '/v1/catalogue',
    '/v1/common-problems',
    '/v1/needs',
    '/v1/open311-keys',
    '/v1/open311-reports',
    '/v1/series',
    '/open311',
    '/v1/retention/request',
  ],
  retention: requestRetention,
  foreignApi: open311Api,
  figures: requestFigures,
};
