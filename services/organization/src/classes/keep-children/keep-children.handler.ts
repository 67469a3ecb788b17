import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { ChildRegisteredSchema, toTimestamp } from '@huying/contracts';
import { Database, encrypt, RowNotFoundError, type Tx } from '@huying/database';
import { CommunityTime, ensureVersion, keysetPage, type Page, type PageQuery, shown, step } from '@huying/http';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Child, ChildReading, Enrolment, SessionPresence } from '../child.entity.js';
import { childView, type ChildView } from '../child.view.js';
import { childProblems } from '../classes.problems.js';
import { ageOn, enrolmentLife, withdrawEnrolment } from '../enrolment.js';
import { consentWithdrawn } from '../consent-withdrawn.js';
import { recordReading } from '../readings.js';
import type { ChildDto, ChildrenView, ReadingView } from './keep-children.controller.js';
import { Temporal } from 'temporal-polyfill';

const OF_AGE = 18;

@Injectable()
export class KeepChildrenHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  register(wish: ChildDto, { communityId, personId: guardianId }: Caller): Promise<ChildView> {
    const fields = fieldsOf(wish, this.time.today());
    return this.db.withTransaction(async (tx) => {
      const child = tx.create(Child, { id: uuidv7(), communityId, guardianId, ...fields, consentAt: this.time.now() });
      await this.save(tx, child);
      return childView(child);
    });
  }

  own({ communityId, personId: guardianId }: Caller): Promise<ChildrenView> {
    return this.db.withTransaction(async (tx) => {
      const children = await tx.manager.find(Child, { where: { communityId, guardianId }, order: { id: 'ASC' } });
      const reading = { readBy: guardianId, readAs: 'guardian' as const, readAt: this.time.now() };
      await recordReading(tx, children, reading);
      return { items: children.map(childView) };
    });
  }

  show(id: string, by: Caller): Promise<ChildView> {
    return this.db.withTransaction(async (tx) => {
      return this.shownTo(tx, await this.find(tx, id, by), by);
    });
  }

  /** Also of a child that was erased, for as long as readings are kept: whoever was its guardian may ask who had seen it. */
  async readings(id: string, query: PageQuery, by: Caller): Promise<Page<ReadingView>> {
    const { read } = this.db;
    const own = { communityId: by.communityId, ...(!isStaff(by) && { guardianId: by.personId }) };
    const isKnown =
      (await read.existsBy(Child, { id, ...own })) || (await read.existsBy(ChildReading, { childId: id, ...own }));
    if (!isKnown) throw new RowNotFoundError('children');
    const found = read.createQueryBuilder(ChildReading, 'one').where('one.childId = :id', { id });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'readAt', direction: 'DESC' }, query);
    return {
      items: items.map(({ readBy, readAs, readAt }) => ({ readBy, readAs, readAt: shown(readAt) })),
      nextCursor,
    };
  }

  change(id: string, wish: ChildDto, version: number, by: Caller): Promise<ChildView> {
    const fields = fieldsOf(wish, this.time.today());
    return this.db.withTransaction(async (tx) => {
      const child = await this.find(tx, id, by);
      ensureVersion(child, version);
      await this.save(tx, Object.assign(child, fields, { consentAt: this.time.now() }));
      return this.shownTo(tx, child, by);
    });
  }

  erase(id: string, by: Caller): Promise<void> {
    const deed = { by: by.personId, now: this.time.now(), reason: 'consent-withdrawn' };
    return this.db.withTransaction(async (tx) => {
      const child = await this.find(tx, id, by);
      const living = await tx.manager.find(Enrolment, {
        where: { childId: id, state: In(['requested', 'waiting', 'enrolled']) },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      for (const enrolment of living) {
        await step(tx, enrolmentLife, enrolment, withdrawEnrolment(enrolment, deed), deed);
      }
      await tx.manager.delete(SessionPresence, { childId: id });
      await tx.manager.delete(Child, { id });
      tx.emit(consentWithdrawn(child, deed.now));
    });
  }

  /** Stores it, and tells what decides whether it may have a place in a class. */
  private async save(tx: Tx, child: Child): Promise<void> {
    const { id: childId, communityId, guardianId, birthDate } = await tx.save(child);
    const registered = { childId, communityId, guardianId, version: child.version };
    const sealedBirthDate = encrypt(birthDate);
    tx.emit(
      create(ChildRegisteredSchema, { ...registered, sealedBirthDate, registeredAt: toTimestamp(this.time.now()) }),
    );
  }

  /** What is shown is on record. */
  private async shownTo(tx: Tx, child: Child, { personId: readBy }: Caller): Promise<ChildView> {
    const readAs = child.guardianId === readBy ? 'guardian' : 'staff';
    await recordReading(tx, [child], { readBy, readAs, readAt: this.time.now() });
    return childView(child);
  }

  /** A child of another family does not exist for a guardian. */
  private async find(tx: Tx, id: string, by: Caller): Promise<Child> {
    const child = await tx.lock(Child, { id, communityId: by.communityId });
    if (child.guardianId !== by.personId && !isStaff(by)) throw new RowNotFoundError('children');
    return child;
  }
}

/** @throws child-without-consent, child-without-pick-up, child-born-in-the-future */
function fieldsOf({ name, birthDate, healthNotes, pickUps, consent }: ChildDto, today: string) {
  if (!consent) throw childProblems.withoutConsent();
  if (pickUps.length === 0) throw childProblems.withoutPickUp();
  if (birthDate > today || ageOn(birthDate, Temporal.PlainDate.from(today)) >= OF_AGE)
    throw childProblems.bornInTheFuture();
  const people = pickUps.map((person) => ({ name: person.name, phone: person.phone, relation: person.relation }));
  return { name, birthDate, healthNotes: healthNotes ?? null, pickUps: people };
}
