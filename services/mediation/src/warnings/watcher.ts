import { Injectable } from '@nestjs/common';
import type { Tx } from '@huying/database';
import { step, tell } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { In } from 'typeorm';
import type { DisputeKind } from '../kinds/kinds.js';
import { MediationSettings } from '../mediation-settings.js';
import { confirmWarning, decideWarning, dismissWarning, type Warning } from './decide-warning.js';
import { groupKeysOf, type CommunityWatch, type Complaint, type GroupWatch, type Watch } from './decide-watch.js';
import { grow, suspect, warningLife } from './group-warning.js';
import { CommunityWatchRow, GroupWarning, GroupWatchRow } from './warning.entity.js';

/** Who raises warnings. */
export const EARLY_WARNING = 'early-warning';

/** A complaint as it is heard: of which community, and about whom. */
export interface HeardComplaint {
  readonly communityId: string;
  readonly id: string;
  readonly source: Complaint['source'];
  readonly kind: DisputeKind;
  readonly at: Temporal.Instant;
  readonly subjectId: string | null;
  readonly hometown: string | null;
  /** The account of whoever complains. */
  readonly voice: string | null;
}

/** What a subject is to the people of a dispute: whom they work for, or where they live and buy. */
const employers: readonly DisputeKind[] = ['wages', 'accident'];

/** The early warning with its memory: the pure decision, what it remembers in tables, and what becomes of its warnings. */
@Injectable()
export class Watcher {
  constructor(private readonly settings: MediationSettings) {}

  /** Takes a complaint in; whoever complains in the same community meanwhile waits. */
  async hear(tx: Tx, { communityId, id, source, kind, at, subjectId, hometown, voice }: HeardComplaint): Promise<void> {
    const about = subjectId === null ? {} : { [employers.includes(kind) ? 'employer' : 'premises']: subjectId };
    const complaint: Complaint = {
      ...{ id, at: at.epochMilliseconds, source, kind, ...about },
      ...(hometown !== null && { hometown }),
      ...(voice !== null && { voice }),
    };
    const row = await this.lock(tx, communityId);
    const groups = await this.groupsOf(tx, communityId, groupKeysOf(complaint));
    const watch: Watch = { community: row.watch ?? undefined, groups };
    const decision = decideWarning(watch, complaint, this.settings.warnings);
    await this.remember(tx, row, decision);
    for (const warning of decision.raised) await this.raise(tx, communityId, kind, warning);
    for (const warning of decision.grown) await this.grown(tx, communityId, warning);
  }

  /** Staff take the warning for what it seems: what belongs to it never becomes usual. */
  async confirmed(tx: Tx, warning: GroupWarning): Promise<void> {
    const begun = await this.begun(tx, warning);
    if (begun) await this.remember(tx, begun.row, confirmWarning(begun.watch, warning.id));
  }

  /** Staff do not: its groups are left alone for a while. The thresholds stay what they are. */
  async dismissed(tx: Tx, warning: GroupWarning, now: Temporal.Instant): Promise<void> {
    const begun = await this.begun(tx, warning);
    if (!begun) return;
    const { row, watch } = begun;
    await this.remember(tx, row, dismissWarning(watch, warning.id, now.epochMilliseconds, this.settings.warnings));
  }

  private async begun(tx: Tx, { communityId, id }: GroupWarning) {
    const row = await this.lock(tx, communityId);
    if (!row.watch) return undefined;
    const keys = row.watch.open.find((open) => open.id === id)?.groups ?? [];
    return { row, watch: { community: row.watch, groups: await this.groupsOf(tx, communityId, keys) } };
  }

  private async lock(tx: Tx, communityId: string): Promise<CommunityWatchRow> {
    await tx.query('INSERT INTO community_watches (community_id) VALUES ($1) ON CONFLICT DO NOTHING', [communityId]);
    return tx.lock(CommunityWatchRow, { communityId });
  }

  private async groupsOf(tx: Tx, communityId: string, keys: readonly string[]): Promise<Record<string, GroupWatch>> {
    const rows = await tx.manager.findBy(GroupWatchRow, { communityId, key: In([...keys]) });
    return Object.fromEntries(rows.map(({ key, watch }) => [key, watch]));
  }

  private async remember(
    tx: Tx,
    row: CommunityWatchRow,
    { community, groups }: { community: CommunityWatch; groups: Readonly<Record<string, GroupWatch>> },
  ): Promise<void> {
    await tx.save(Object.assign(row, { watch: community }));
    const { communityId } = row;
    const rows = Object.entries(groups).map(([key, watch]) => ({ communityId, key, watch }));
    await tx.manager.upsert(GroupWatchRow, rows, ['communityId', 'key']);
  }

  private async raise(tx: Tx, communityId: string, kind: DisputeKind, warning: Warning): Promise<void> {
    const { id, finding } = warning;
    const { type, id: common } = finding.group;
    const one = tx.create(GroupWarning, {
      ...{ id, communityId, state: 'suspected', kind, decidedBy: null, decisionReason: null },
      subjectId: type === 'hometown' ? null : common,
      hometown: type === 'hometown' ? common.padEnd(6, '0') : null,
    });
    Object.assign(one, seenOf(warning));
    const now = one.lastAt;
    await step(tx, warningLife, one, suspect(one, now), { by: EARLY_WARNING, now });
  }

  private async grown(tx: Tx, communityId: string, warning: Warning): Promise<void> {
    const one = await tx.lockIfPresent(GroupWarning, { id: warning.id, communityId });
    if (!one) return;
    const { firstAt } = one;
    Object.assign(one, seenOf(warning), { firstAt });
    await tell(tx, warningLife, one, grow(one, one.lastAt), { by: EARLY_WARNING, now: one.lastAt });
  }
}

function seenOf({ at, sureness, finding, complaintIds, voices, advice }: Warning) {
  const lastAt = Temporal.Instant.fromEpochMilliseconds(at);
  return {
    ...{ sureness, finding, complaintIds: [...complaintIds], voices: [...voices], advice: [...advice] },
    firstAt: lastAt.subtract({ hours: finding.days * 24 }),
    lastAt,
  };
}
