import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/**
 * What claims rest on (needs, volunteers as their events tell), the ledger, and what the ledger's entries make of a pool:
 * needs, volunteers and claims as decisions see them. The unique indexes make overselling impossible whatever Redis
 * decides.
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
        revision int NOT NULL DEFAULT 0,
        state text NOT NULL CHECK (state IN ('open', 'closed', 'ended')),
        places int NOT NULL CHECK (places >= 0),
        opens_at timestamptz(3) NOT NULL,
        closes_at timestamptz(3) NOT NULL,
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        release_until timestamptz(3) NOT NULL,
        answer_by timestamptz(3),
        terms jsonb NOT NULL
      );
      CREATE INDEX known_needs_pool ON known_needs (pool);

      CREATE TABLE known_volunteers (
        id text NOT NULL,
        pool text NOT NULL,
        profile_version int NOT NULL DEFAULT 0,
        version bigint NOT NULL,
        active boolean NOT NULL DEFAULT false,
        consent boolean NOT NULL DEFAULT false,
        guardian boolean NOT NULL DEFAULT false,
        blocked boolean NOT NULL DEFAULT false,
        born int NOT NULL DEFAULT 0,
        skills text[] NOT NULL DEFAULT '{}',
        group_ids text[] NOT NULL DEFAULT '{}',
        trainings text[] NOT NULL DEFAULT '{}',
        hometown text NOT NULL DEFAULT '',
        dialects text[] NOT NULL DEFAULT '{}',
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

      CREATE TABLE draws (
        need_id uuid NOT NULL,
        publication int NOT NULL,
        seed text NOT NULL,
        commitment text NOT NULL,
        result jsonb,
        PRIMARY KEY (need_id, publication)
      );

      CREATE TABLE ledger (
        pool text NOT NULL,
        epoch int NOT NULL,
        sequence bigint NOT NULL,
        kind text NOT NULL,
        operation text,
        need_id uuid,
        volunteer_id text,
        claim_id uuid,
        data text NOT NULL,
        decided_at timestamptz(3) NOT NULL,
        committed_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (pool, sequence)
      );

      CREATE TABLE pool_volunteers (
        pool text NOT NULL,
        id text NOT NULL,
        record text NOT NULL,
        PRIMARY KEY (pool, id)
      );

      CREATE TABLE pool_needs (
        id uuid PRIMARY KEY,
        pool text NOT NULL,
        publication int NOT NULL,
        revision int NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'closed')),
        phase text NOT NULL CHECK (phase IN ('', 'gathering', 'drawn')),
        wave int NOT NULL DEFAULT 1,
        dispatch text NOT NULL,
        series text NOT NULL,
        places int NOT NULL,
        held int NOT NULL DEFAULT 0 CHECK (held >= 0),
        waiting int NOT NULL DEFAULT 0 CHECK (waiting >= 0),
        top int NOT NULL DEFAULT 0,
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        stood_down text,
        draw_at timestamptz(3),
        groups_at timestamptz(3),
        everyone_at timestamptz(3),
        config text NOT NULL,
        CHECK (dispatch = 'alert' OR held <= places)
      );
      CREATE INDEX pool_needs_pool ON pool_needs (pool);
      CREATE INDEX pool_needs_draw ON pool_needs (pool, draw_at) WHERE phase = 'gathering' AND state = 'open';
      CREATE INDEX pool_needs_waves ON pool_needs (pool, everyone_at) WHERE wave < 3 AND state = 'open' AND dispatch = 'waves';

      CREATE TABLE claims (
        id uuid PRIMARY KEY,
        pool text NOT NULL,
        need_id uuid NOT NULL,
        volunteer_id text NOT NULL,
        state text NOT NULL CHECK (state IN ('held', 'waiting', 'offered', 'ended')),
        place int CHECK (place > 0),
        told text NOT NULL CHECK (told IN ('h', 'w', 'a', 'o')),
        told_number int NOT NULL,
        told_sequence bigint NOT NULL,
        idempotency_key text NOT NULL,
        sequence bigint NOT NULL,
        claimed_at timestamptz(3) NOT NULL,
        held_at timestamptz(3),
        ended_at timestamptz(3),
        end_reason text,
        rank bigint,
        party text[],
        risk_accepted boolean NOT NULL DEFAULT false,
        offer_until timestamptz(3),
        offer_source text,
        from_volunteer text,
        from_claim uuid,
        passed_refusal int,
        passed_at timestamptz(3),
        from_minute int,
        till_minute int,
        x int,
        y int,
        CHECK (state <> 'held' OR place IS NOT NULL),
        CHECK (state IN ('held', 'offered') OR place IS NULL)
      );
      CREATE UNIQUE INDEX claims_one_per_place ON claims (need_id, place) WHERE place IS NOT NULL;
      CREATE UNIQUE INDEX claims_one_per_volunteer ON claims (need_id, volunteer_id) WHERE state <> 'ended';
      CREATE UNIQUE INDEX claims_one_per_key ON claims (need_id, volunteer_id, idempotency_key);
      CREATE INDEX claims_of_volunteer ON claims (pool, volunteer_id, claimed_at DESC, id DESC);
      CREATE INDEX claims_line ON claims (need_id, rank) WHERE state = 'waiting';
      CREATE TABLE claim_deeds (
        id uuid PRIMARY KEY,
        claim_id uuid NOT NULL,
        deed text NOT NULL,
        done_by text NOT NULL,
        reason text NOT NULL,
        done_at timestamptz(3) NOT NULL
      );
      CREATE INDEX claim_deeds_of_claim ON claim_deeds (claim_id, done_at);

      CREATE TABLE parties (
        id uuid PRIMARY KEY,
        pool text NOT NULL,
        need_id uuid NOT NULL,
        opened_by text NOT NULL,
        opened_at timestamptz(3) NOT NULL
      );
      CREATE TABLE party_members (
        party_id uuid NOT NULL REFERENCES parties (id),
        volunteer_id text NOT NULL,
        number int NOT NULL,
        claim_id uuid NOT NULL UNIQUE,
        risk_accepted boolean NOT NULL,
        agreed_at timestamptz(3),
        PRIMARY KEY (party_id, volunteer_id)
      );

      CREATE TABLE sightings (
        id uuid PRIMARY KEY,
        pool text NOT NULL,
        need_id uuid NOT NULL,
        reported_by text NOT NULL,
        place text NOT NULL,
        note text NOT NULL,
        seen_at timestamptz(3) NOT NULL,
        reported_at timestamptz(3) NOT NULL
      );
      CREATE INDEX sightings_of_need ON sightings (need_id, seen_at DESC, id DESC);
      CREATE INDEX pool_needs_stood_down ON pool_needs (pool) WHERE stood_down IS NOT NULL;
      CREATE INDEX claims_offers ON claims (pool, offer_until) WHERE state = 'offered';`);
  }
}
