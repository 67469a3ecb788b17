import { FileStorage } from '@flystorage/file-storage';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock, EachOne } from '@huying/http';
import { Attachment } from '../attachment.entity.js';
import { pathOf } from '../storage.js';

/** What nobody has named after so long is removed. */
const LOOSE_HOURS = 24;

/** Scans of papers are kept so long after their round has closed, for whoever has the paper count looked at again. */
const SCAN_DAYS = 90;

/** Every hour: removes files that belong nowhere, and scans whose time is over; first the bytes, then what is known of them. */
@Injectable()
export class ForgetAttachments implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly each: EachOne,
    private readonly storage: FileStorage,
  ) {}

  onModuleInit(): void {
    this.each.add('forget-attachments', 3_600, {
      find: () => {
        const now = this.clock.now();
        return this.db.read.query<{ id: string }[]>(
          `SELECT id FROM attachments WHERE about IS NULL AND uploaded_at < $1
           UNION ALL
           SELECT a.id FROM attachments a JOIN rounds r ON r.id = a.about_id
           WHERE a.about = 'round' AND a.kind = 'scan' AND r.state = 'closed' AND r.closes_at < $2
           LIMIT 500`,
          [now.subtract({ hours: LOOSE_HOURS }).toString(), now.subtract({ hours: 24 * SCAN_DAYS }).toString()],
        );
      },
      carryOut: (id) => this.forget(id),
    });
  }

  private async forget(id: string): Promise<void> {
    // Under the lock nobody can name it any more.
    await this.db.withTransaction(async (tx) => {
      const one = await tx.lockIfPresent(Attachment, { id });
      if (!one || (one.about !== null && one.kind !== 'scan')) return;
      await this.storage.deleteFile(pathOf(one));
      await tx.query('DELETE FROM attachments WHERE id = $1', [id]);
    });
  }
}
