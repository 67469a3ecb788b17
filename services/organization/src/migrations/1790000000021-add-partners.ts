import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Partners, what they offer, what it was matched with, and the ledger of what is left; needs that are published. */
export class AddPartners1790000000021 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE known_needs (
        need_id uuid PRIMARY KEY,
        community_id text NOT NULL,
        title text NOT NULL,
        catalogue_item_code text NOT NULL,
        skills text[] NOT NULL,
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        open boolean NOT NULL
      );

      CREATE TABLE partners (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('joined', 'left')),
        kind text NOT NULL CHECK (kind IN ('listed-company', 'chamber-of-commerce', 'new-stratum')),
        name text NOT NULL,
        account_id text,
        joined_at timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX partners_account ON partners (community_id, account_id) WHERE state = 'joined';
      CREATE INDEX partners_joined ON partners (community_id, joined_at, id);

      CREATE TABLE offers (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'spent', 'withdrawn', 'expired')),
        partner_id uuid NOT NULL REFERENCES partners (id),
        kind text NOT NULL,
        title text NOT NULL,
        conditions text NOT NULL,
        amount int NOT NULL CHECK (amount > 0),
        unit text NOT NULL,
        "left" int NOT NULL CHECK ("left" BETWEEN 0 AND amount),
        from_on date NOT NULL,
        until_on date NOT NULL,
        meant_for text[] NOT NULL,
        skills text[] NOT NULL,
        made_at timestamptz(3) NOT NULL,
        CHECK (until_on >= from_on)
      );
      CREATE INDEX offers_made ON offers (community_id, made_at DESC, id DESC);
      CREATE INDEX offers_partner ON offers (partner_id, made_at DESC, id DESC);
      CREATE INDEX offers_open ON offers (community_id, until_on) WHERE state = 'open';

      CREATE TABLE offer_matches (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined', 'used', 'thanked')),
        offer_id uuid NOT NULL REFERENCES offers (id),
        partner_id uuid NOT NULL REFERENCES partners (id),
        target_kind text NOT NULL CHECK (target_kind IN ('need', 'programme', 'milestone')),
        target_id uuid NOT NULL,
        organization_id uuid,
        amount int NOT NULL CHECK (amount > 0),
        unit text NOT NULL,
        proposed_at timestamptz(3) NOT NULL,
        used_at timestamptz(3),
        thanks text NOT NULL
      );
      CREATE INDEX offer_matches_offer ON offer_matches (offer_id, proposed_at);
      CREATE INDEX offer_matches_proposed ON offer_matches (community_id, proposed_at DESC, id DESC);
      CREATE INDEX offer_matches_partner ON offer_matches (partner_id, proposed_at DESC, id DESC);
      CREATE INDEX offer_matches_organization ON offer_matches (organization_id, used_at) WHERE organization_id IS NOT NULL;

      CREATE TABLE offer_ledger (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        offer_id uuid NOT NULL REFERENCES offers (id),
        entry text NOT NULL CHECK (entry IN ('made', 'set-aside', 'freed', 'given')),
        amount int NOT NULL,
        left_after int NOT NULL CHECK (left_after >= 0),
        match_id uuid REFERENCES offer_matches (id),
        entered_at timestamptz(3) NOT NULL
      );
      CREATE INDEX offer_ledger_offer ON offer_ledger (offer_id, position);`);
  }
}
