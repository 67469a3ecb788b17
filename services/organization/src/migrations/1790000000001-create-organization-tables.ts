import { ForwardOnlyMigration } from '@huying/database';
import { CREATE_HISTORY } from '@huying/http';
import type { QueryRunner } from 'typeorm';

/** Organisations with their incubation, members, offices and branches; histories; needs that arose here. */
export class CreateOrganizationTables1790000000001 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;

      ${CREATE_HISTORY}

      CREATE TABLE branches (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('formed', 'dissolved')),
        name text NOT NULL,
        joint boolean NOT NULL,
        formed_by text NOT NULL,
        formed_at timestamptz(3) NOT NULL
      );
      CREATE INDEX branches_name ON branches (community_id, name, id);

      CREATE TABLE organizations (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL
          CHECK (state IN ('applied', 'accepted', 'declined', 'incubating', 'graduated', 'dormant', 'wound-up')),
        name text NOT NULL,
        purpose text NOT NULL,
        hub boolean NOT NULL,
        hub_id uuid REFERENCES organizations (id),
        account_id text NOT NULL,
        contact_person_id text,
        branch_id uuid REFERENCES branches (id),
        applied_by text NOT NULL,
        applied_at timestamptz(3) NOT NULL,
        CHECK (hub_id <> id)
      );
      CREATE UNIQUE INDEX organizations_name ON organizations (community_id, name) WHERE state NOT IN ('declined', 'wound-up');
      CREATE UNIQUE INDEX organizations_hub ON organizations (community_id) WHERE hub AND state NOT IN ('declined', 'wound-up');
      CREATE INDEX organizations_by_name ON organizations (community_id, name, id);
      CREATE INDEX organizations_members ON organizations (hub_id, name, id) WHERE hub_id IS NOT NULL;
      CREATE INDEX organizations_branch ON organizations (branch_id) WHERE branch_id IS NOT NULL;

      CREATE TABLE milestones (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organizations (id),
        community_id text NOT NULL,
        kind text NOT NULL,
        title text NOT NULL,
        owner_id text NOT NULL,
        due_on date NOT NULL,
        overdue_told date,
        reached_at timestamptz(3),
        reached_by text,
        evidence text[] NOT NULL,
        CHECK ((reached_at IS NULL) = (evidence = '{}'))
      );
      CREATE INDEX milestones_organization ON milestones (organization_id, due_on);
      CREATE INDEX milestones_due ON milestones (due_on) WHERE reached_at IS NULL;

      CREATE TABLE organization_members (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organizations (id),
        community_id text NOT NULL,
        person_id text NOT NULL,
        party_standing text NOT NULL,
        joined_at timestamptz(3) NOT NULL,
        left_at timestamptz(3)
      );
      CREATE UNIQUE INDEX organization_members_once ON organization_members (organization_id, person_id) WHERE left_at IS NULL;
      CREATE INDEX organization_members_joined ON organization_members (organization_id, joined_at, id);

      CREATE TABLE offices (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organizations (id),
        community_id text NOT NULL,
        person_id text NOT NULL,
        office text NOT NULL,
        from_on date NOT NULL,
        until_on date NOT NULL,
        CHECK (until_on >= from_on),
        CONSTRAINT offices_one_at_a_time EXCLUDE USING gist
          (organization_id WITH =, office WITH =, daterange(from_on, until_on, '[]') WITH &&)
          WHERE (office IN ('chair', 'secretary', 'treasurer'))
      );
      CREATE INDEX offices_person ON offices (person_id, organization_id);

      CREATE TABLE party_assignments (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organizations (id),
        community_id text NOT NULL,
        person_id text NOT NULL,
        person_index text NOT NULL,
        assigned_at timestamptz(3) NOT NULL,
        CONSTRAINT party_assignments_once UNIQUE (organization_id, person_index)
      );

      CREATE TABLE arisen_needs (
        need_id uuid PRIMARY KEY,
        community_id text NOT NULL,
        origin_kind text NOT NULL,
        origin_id uuid NOT NULL,
        organization_id uuid,
        programme_id uuid
      );
      CREATE INDEX arisen_needs_origin ON arisen_needs (origin_id);

      CREATE TABLE need_services (
        claim_id uuid PRIMARY KEY,
        need_id uuid NOT NULL,
        organization_id uuid NOT NULL,
        volunteer_id text NOT NULL,
        minutes int NOT NULL,
        recorded_at timestamptz(3) NOT NULL
      );
      CREATE INDEX need_services_organization ON need_services (organization_id, recorded_at);

      CREATE TABLE need_ratings (
        need_id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        rating int NOT NULL CHECK (rating BETWEEN 1 AND 5),
        given_at timestamptz(3) NOT NULL
      );
      CREATE INDEX need_ratings_organization ON need_ratings (organization_id, given_at);`);
  }
}
