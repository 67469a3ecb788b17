import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { PermissionGuard } from '@huying/auth';
import { Database } from '@huying/database';
import { loggerModule, type LogDestination } from '@huying/observability';
import { TerminusModule } from '@nestjs/terminus';
import { Registry } from 'prom-client';
import { Clock } from './clock.js';
import { ForgetIdempotencyKeys } from './forget-idempotency-keys.js';
import { HeadersInterceptor } from './headers.js';
import { IdempotencyInterceptor } from './idempotency.js';
import type { Configuration } from './configuration.js';
import type { ServiceDefinition } from './service.js';
import { CommunityTime } from './lives/community-time.js';
import { EachOne } from './lives/each-one.js';
import { Readiness } from './readiness.js';
import { retentionDays } from './retention/retention-days.js';
import { RetentionReports } from './retention/retention-report.js';
import { Retention } from './retention/retention.js';
import { commonRetention } from './retention/rule.js';
import { Timetable } from './timetable.js';
import { HealthController } from './health.controller.js';
import { CONFIGURATION } from './tokens.js';

/** What a service is given from outside. */
export interface ServiceParts {
  readonly definition: ServiceDefinition;
  readonly configuration: Configuration;
  readonly database: Database;
  readonly metrics: Registry;
  readonly clock: Clock;
  readonly logs?: LogDestination;
}

/** What every service has: its database, the clock, the metrics, and what all its routes do alike. */
@Module({})
export class PlatformModule {
  static of({ definition, configuration, database, metrics, clock, logs }: ServiceParts): DynamicModule {
    const shared = [
      { provide: CONFIGURATION, useValue: configuration },
      { provide: Database, useValue: database },
      { provide: Registry, useValue: metrics },
      { provide: Clock, useValue: clock },
      { provide: Readiness, useValue: new Readiness() },
      {
        provide: Timetable,
        useFactory: () => new Timetable(definition.name, configuration.REDIS_URL, configuration.REDIS_PREFIX),
      },
      { provide: CommunityTime, useClass: CommunityTime },
      { provide: EachOne, useClass: EachOne },
      {
        provide: Retention,
        inject: [Timetable],
        useFactory: (timetable: Timetable) => {
          const rules = [...(definition.retention ?? []), ...commonRetention];
          const days = retentionDays(definition.name, rules, configuration);
          return new Retention(database, clock, timetable, rules, days);
        },
      },
      { provide: RetentionReports, useClass: RetentionReports },
    ];
    return {
      module: PlatformModule,
      global: true,
      imports: [
        loggerModule(definition.name, configuration.LOG_LEVEL, logs),
        TerminusModule.forRoot({ logger: false }),
        definition.module,
      ],
      controllers: [HealthController],
      providers: [
        ...shared,
        ForgetIdempotencyKeys,
        { provide: APP_GUARD, useClass: PermissionGuard },
        { provide: APP_INTERCEPTOR, useClass: HeadersInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
      exports: shared.map(({ provide }) => provide),
    };
  }
}
