import { Controller, Get } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, type HealthIndicatorResult } from '@nestjs/terminus';
import { ApiExcludeController } from '@nestjs/swagger';
import { Readiness } from './readiness.js';

/** For orchestrators: alive means the process turns, ready means that it can serve. */
@Controller('health')
@ApiExcludeController()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** 503 `service-unavailable` while something that the service needs is away, or while it is stopping. */
  @Get('ready')
  ready(): Promise<HealthCheckResult> {
    return this.health.check(
      this.readiness.checks.map(({ name, check }) => async (): Promise<HealthIndicatorResult> => {
        // Whatever does not work, the answer is 503: what it was stands in the logs of that part.
        const works = await check().then(
          () => true,
          () => false,
        );
        return { [name]: { status: works ? 'up' : 'down' } };
      }),
    );
  }
}
