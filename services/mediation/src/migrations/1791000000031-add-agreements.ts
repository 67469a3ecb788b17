import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Agreements, their editions, and what is due. */
export class AddAgreements1791000000031 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE agreements (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        case_id uuid NOT NULL REFERENCES cases (id),
        state text NOT NULL
          CHECK (state IN ('drafted', 'in-force', 'confirmed', 'performed', 'broken', 'abandoned', 'void')),
        form text NOT NULL CHECK (form IN ('written', 'oral')),
        edition int NOT NULL,
        content text NOT NULL,
        signatures text NOT NULL,
        signed_by uuid REFERENCES mediators (id),
        signed_at timestamptz(3),
        reached_at timestamptz(3),
        confirmation_until timestamptz(3),
        applicants uuid[] NOT NULL,
        applied_at timestamptz(3),
        ruling text,
        CHECK (state IN ('drafted', 'abandoned') OR (signed_by IS NOT NULL AND reached_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX agreements_one ON agreements (case_id) WHERE state IN ('drafted', 'in-force', 'confirmed');
      CREATE INDEX agreements_case ON agreements (case_id, id);

      CREATE TABLE agreement_editions (
        id uuid PRIMARY KEY,
        agreement_id uuid NOT NULL REFERENCES agreements (id),
        edition int NOT NULL,
        content text NOT NULL,
        replaced_at timestamptz(3) NOT NULL,
        CONSTRAINT agreement_editions_once UNIQUE (agreement_id, edition)
      );

      CREATE TABLE instalments (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        agreement_id uuid NOT NULL REFERENCES agreements (id),
        number int NOT NULL,
        party_id uuid NOT NULL REFERENCES parties (id),
        to_party_id uuid NOT NULL REFERENCES parties (id),
        due_on date NOT NULL,
        reminded_at timestamptz(3),
        performed_at timestamptz(3),
        CONSTRAINT instalments_number UNIQUE (agreement_id, number)
      );
      CREATE INDEX instalments_due ON instalments (due_on) WHERE performed_at IS NULL;`);
  }
}
