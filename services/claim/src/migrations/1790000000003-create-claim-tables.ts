import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/**
 * What claims rest on (needs, volunteers as their events tell), the ledger and the claims that the journal commits, and
 * what is still to be brought to Redis. The unique indexes make overselling impossible whatever Redis decides.
 */
export class CreateClaimTables1790000000003 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pools (
        pool text PRIMARY KEY,
        epoch int NOT NULL DEFAULT 0,
        sequence bigint NOT NULL DEFAULT 0,
        redis_run_id text NOT NULL DEFAULT '',
        gate text NOT NULL DEFAULT 'shut' CHECK (gate IN ('open', 'shut')),
        rebuilt_at timestamptz(3)
      );

      CREATE TABLE known_needs (
        id uuid PRIMARY KEY,
        pool text NOT NULL,
        publication int NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'closed', 'ended')),
        places int NOT NULL CHECK (places > 0),
        opens_at timestamptz(3) NOT NULL,
        closes_at timestamptz(3) NOT NULL,
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        release_until timestamptz(3) NOT NULL,
        skills text[] NOT NULL,
        minimum_age int NOT NULL,
        group_ids text[] NOT NULL,
        waiting_list boolean NOT NULL,
        held int NOT NULL DEFAULT 0 CHECK (held >= 0),
        waiting int NOT NULL DEFAULT 0 CHECK (waiting >= 0)
      );
      CREATE INDEX known_needs_pool ON known_needs (pool);

      CREATE TABLE known_volunteers (
        id text NOT NULL,
        pool text NOT NULL,
        profile_version int NOT NULL DEFAULT 0,
        version bigint NOT NULL,
        active boolean NOT NULL DEFAULT false,
        born int NOT NULL DEFAULT 0,
        skills text[] NOT NULL DEFAULT '{}',
        group_ids text[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (pool, id)
      );
      CREATE SEQUENCE known_volunteers_version;

      CREATE SEQUENCE pool_changes_stamp;
      CREATE TABLE pool_changes (
        pool text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('need', 'volunteer')),
        ref text NOT NULL,
        stamp bigint NOT NULL DEFAULT nextval('pool_changes_stamp'),
        PRIMARY KEY (pool, kind, ref)
      );
      CREATE INDEX pool_changes_order ON pool_changes (pool, stamp);

      CREATE TABLE ledger (
        pool text NOT NULL,
        epoch int NOT NULL,
        sequence bigint NOT NULL,
        kind text NOT NULL,
        need_id uuid,
        volunteer_id text,
        claim_id uuid,
        data jsonb NOT NULL,
        decided_at timestamptz(3) NOT NULL,
        committed_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (pool, epoch, sequence)
      );

      CREATE TABLE claims (
        id uuid PRIMARY KEY,
        pool text NOT NULL,
        need_id uuid NOT NULL REFERENCES known_needs (id),
        volunteer_id text NOT NULL,
        state text NOT NULL CHECK (state IN ('held', 'waiting', 'ended')),
        place int,
        told text NOT NULL CHECK (told IN ('held', 'waiting')),
        told_number int NOT NULL,
        told_sequence bigint NOT NULL,
        idempotency_key text NOT NULL,
        sequence bigint NOT NULL,
        claimed_at timestamptz(3) NOT NULL,
        held_at timestamptz(3),
        ended_at timestamptz(3),
        end_reason text,
        CHECK ((state = 'held') = (place IS NOT NULL))
      );
      CREATE UNIQUE INDEX claims_one_per_place ON claims (need_id, place) WHERE state = 'held';
      CREATE UNIQUE INDEX claims_one_per_volunteer ON claims (need_id, volunteer_id) WHERE state <> 'ended';
      CREATE UNIQUE INDEX claims_one_per_key ON claims (need_id, volunteer_id, idempotency_key);
      CREATE INDEX claims_of_volunteer ON claims (pool, volunteer_id, claimed_at DESC, id DESC);
      CREATE INDEX claims_line ON claims (need_id, told_sequence) WHERE state = 'waiting';`);
  }
}
