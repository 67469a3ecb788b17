import { Controller, Get, Injectable, type Type } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Requires } from '@huying/auth';
import { Database } from '@huying/database';
import { Answers } from '../decorators.js';
import { Retention } from './retention.js';
import { isTimed, type End } from './rule.js';

export class RetentionRunView {
  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ format: 'date-time' })
  endedAt!: string;

  @ApiProperty({ description: 'Deleted or blanked' })
  rows!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The oldest moment from which days are counted for what is left; null: nothing is left',
  })
  oldestLeft!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The code of what went wrong; null: it succeeded' })
  failure!: string | null;
}

export class RetentionRuleView {
  @ApiProperty()
  rule!: string;

  @ApiProperty({ description: 'What personal data' })
  what!: string;

  @ApiProperty()
  purpose!: string;

  @ApiProperty({ enum: ['delete', 'blank', 'elsewhere', 'kept'] })
  end!: string;

  @ApiProperty({ description: 'After what, how else, or until when' })
  when!: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: not by days' })
  days!: number | null;

  @ApiProperty({ description: 'Rows deleted or blanked by this rule so far' })
  erased!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  succeededAt!: string | null;

  @ApiProperty({ type: RetentionRunView, nullable: true, description: 'The latest run' })
  latest!: RetentionRunView | null;
}

export class RetentionView {
  @ApiProperty()
  service!: string;

  @ApiProperty({ type: [RetentionRuleView] })
  items!: RetentionRuleView[];
}

interface RuleRow {
  rule: string;
  erased: string;
  succeeded_at: Date | null;
}

interface RunRow {
  rule: string;
  started_at: Date;
  ended_at: Date;
  rows: string;
  oldest_left: Date | null;
  failure: string | null;
}

/** Reads what the rules are and what the daily work made of them: numbers and times, of all communities together. */
@Injectable()
export class RetentionReports {
  constructor(
    private readonly db: Database,
    private readonly retention: Retention,
  ) {}

  async read(service: string): Promise<RetentionView> {
    const known = await this.db.read.query<RuleRow[]>(`SELECT rule, erased, succeeded_at FROM retention_rules`);
    const runs = await this.db.read.query<RunRow[]>(
      `SELECT DISTINCT ON (rule) rule, started_at, ended_at, rows, oldest_left, failure FROM retention_runs
       ORDER BY rule, id DESC`,
    );
    const items = this.retention.rules.map((rule): RetentionRuleView => {
      const { name, what, purpose, end } = rule;
      const of = <Row extends { rule: string }>(rows: readonly Row[]) => rows.find((one) => one.rule === name);
      const [row, latest] = [of(known), of(runs)];
      return {
        ...{ rule: name, what, purpose, end: end.do, when: whenOf(end) },
        days: isTimed(rule) ? this.retention.daysOf(rule) : null,
        erased: Number(row?.erased ?? 0),
        succeededAt: row?.succeeded_at?.toISOString() ?? null,
        latest: latest ? runView(latest) : null,
      };
    });
    return { service, items };
  }
}

const whenOf = (end: End): string => ('after' in end ? `after ${end.after}` : 'how' in end ? end.how : end.until);

const runView = (run: RunRow): RetentionRunView => ({
  startedAt: run.started_at.toISOString(),
  endedAt: run.ended_at.toISOString(),
  rows: Number(run.rows),
  oldestLeft: run.oldest_left?.toISOString() ?? null,
  failure: run.failure,
});

/** The route on which a service reports; listed among the controllers of its module. */
export function retentionReport(service: string): Type {
  @Controller(`retention/${service}`)
  @ApiTags('Retention')
  class RetentionController {
    constructor(private readonly reports: RetentionReports) {}

    @Get()
    @Requires('retention:read')
    @ApiOperation({ summary: `What the ${service} service keeps of people, how long, and what was erased` })
    @Answers(200, RetentionView)
    get(): Promise<RetentionView> {
      return this.reports.read(service);
    }
  }
  // Each service has one of its own: the API's description tells them apart by their names.
  const name = `Retention${service.replace(/^./, (letter) => letter.toUpperCase())}Controller`;
  Object.defineProperty(RetentionController, 'name', { value: name });
  return RetentionController;
}
