import { describe, expect, it } from '@jest/globals';
import { byChance, byLoad, byMatching, byTruth, qualityOf } from './assignments.js';
import type { Alarm, Detector } from './detectors.js';
import { judge } from './judge.js';
import { simulateCases } from './simulate-cases.js';
import { simulateYear } from './simulate-complaints.js';

const DAY = 86_400_000;
const year = simulateYear(77);

describe('a simulated year', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(simulateYear(77)).toEqual(year);
    expect(simulateYear(78).complaints.slice(0, 20)).not.toEqual(year.complaints.slice(0, 20));
  });

  it('is told in order of time', () => {
    const times = year.complaints.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('hides outbreaks of five to forty people in three weeks, after the history', () => {
    const at = new Map(year.complaints.map((complaint) => [complaint.id, complaint]));
    expect(year.outbreaks).toHaveLength(8);
    for (const { affected, complaintIds, employer } of year.outbreaks) {
      expect(affected).toBeGreaterThanOrEqual(5);
      expect(affected).toBeLessThanOrEqual(40);
      expect(complaintIds.length).toBeGreaterThanOrEqual(affected);
      const complaints = complaintIds.flatMap((id) => at.get(id) ?? []);
      expect(complaints[0]?.at).toBeGreaterThanOrEqual(year.from);
      const firsts = new Map(
        complaints.flatMap(({ voice, at: time }) => (voice ? [[voice, time] as const] : [])).reverse(),
      );
      expect(Math.max(...firsts.values()) - (complaints[0]?.at ?? 0)).toBeLessThanOrEqual(21 * DAY);
      // What is written down may leave the employer out; it never names another.
      expect(new Set(complaints.flatMap((one) => one.employer ?? []))).toEqual(new Set([employer]));
    }
  });

  it('does not show a detector which complaint is about an outbreak', () => {
    const fields = new Set(year.complaints.flatMap((complaint) => Object.keys(complaint)));
    expect([...fields].sort()).toEqual(['at', 'employer', 'hometown', 'id', 'kind', 'premises', 'source', 'voice']);
  });
});

describe('the judge', () => {
  const naming = (ids: readonly string[], at: number): Alarm => ({ at, type: 'employer', complaintIds: ids });
  const [first] = year.outbreaks;
  const about = new Map(year.outbreaks.flatMap((one) => one.complaintIds.map((id, at) => [id, { one, at }] as const)));

  /** Knows the truth, and speaks at the n-th complaint of each outbreak. */
  const at =
    (nth: number): Detector =>
    ({ id, at: time }) => {
      const known = about.get(id);
      return known?.at === nth - 1 ? [naming(known.one.complaintIds.slice(0, nth), time)] : [];
    };

  it('counts what is warned of at the ninth complaint as in time, at the tenth as too late', () => {
    const large = (detector: Detector) => judge(year, detector).fates.filter(({ affected }) => affected >= 10);
    expect(large(at(9)).every(({ inTime }) => inTime)).toBe(true);
    expect(large(at(10)).some(({ inTime }) => inTime)).toBe(false);
  });

  it('counts a warning of which less than half is about an outbreak as false, and none in the history', () => {
    const ordinary = year.complaints.filter(({ id }) => !about.has(id));
    const mixed = [first?.complaintIds[0] ?? '', ...ordinary.slice(0, 2).map(({ id }) => id)];
    const always: Detector = ({ at: time }) => [naming(mixed, time)];
    const { falseAlarms, fates } = judge(year, always);
    expect(falseAlarms).toHaveLength(year.complaints.filter(({ at: time }) => time >= year.from).length);
    expect(fates.every(({ inTime }) => !inTime)).toBe(true);
  });

  it('counts a second warning about the same as told again', () => {
    const twice: Detector = (complaint) => [...at(3)(complaint), ...at(5)(complaint)];
    const { repeated, falseAlarms, trueAlarms } = judge(year, twice);
    expect([repeated, falseAlarms.length, trueAlarms.length]).toEqual([8, 0, 16]);
  });
});

describe('simulated cases', () => {
  const world = simulateCases(77, { cases: 60, mediators: 40 });

  it('are the same for the same seed', () => {
    const again = simulateCases(77, { cases: 60, mediators: 40 });
    expect([again.cases, again.candidates]).toEqual([world.cases, world.candidates]);
    expect(again.chanceOf('case3', ['m5'], () => 1)).toBe(world.chanceOf('case3', ['m5'], () => 1));
  });

  it('end no better with tired mediators, and without one not at all', () => {
    const chances = [0, 1, 3, 6].map((load) => world.chanceOf('case3', ['m5'], () => load));
    expect(chances).toEqual([...chances].sort((a, b) => b - a));
    expect(world.chanceOf('case3', [], () => 0)).toBe(0);
  });

  it('are given to as many by each way, and never above a limit', () => {
    const matching = byMatching(world);
    for (const assigned of [
      matching,
      byChance(world, matching, 1),
      byLoad(world, matching, 1),
      byTruth(world, matching),
    ]) {
      for (const [caseId, ids] of assigned) {
        expect(ids.length).toBeLessThanOrEqual(matching.get(caseId)?.length ?? 0);
        expect(new Set(ids).size).toBe(ids.length);
      }
      for (const { id, load, loadLimit } of world.candidates) {
        const taken = [...assigned.values()].flat().filter((one) => one === id).length;
        expect(load + taken).toBeLessThanOrEqual(loadLimit);
      }
      expect(qualityOf(world, assigned)).toBeLessThanOrEqual(qualityOf(world, byTruth(world, matching)) + 1e-9);
    }
  });
});
