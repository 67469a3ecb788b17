import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { importLines, type Language } from '@huying/http';
import { RegisterVolunteerDto } from '../profile.dto.js';
import { Today } from '../today.js';
import { importBatch } from './import-batch.js';

@Injectable()
export class ImportVolunteersHandler {
  constructor(
    private readonly db: Database,
    private readonly today: Today,
  ) {}

  /** Registers the volunteers of an NDJSON stream and reports on each line. */
  handle(stream: AsyncIterable<Buffer>, by: Caller, language: Language): AsyncGenerator<string> {
    return importLines(stream, {
      kind: RegisterVolunteerDto,
      store: (lines) => this.db.withTransaction((tx) => importBatch(tx, by.communityId, lines, this.today.deedOf(by))),
      language,
    });
  }
}
