import { defaultWarningSettings, type Complaint } from '@huying/mediation';
import { describe, expect, it } from '@jest/globals';
import { earlyWarning, plainThreshold } from './detectors.js';
import { frontier } from './plots.js';

const DAY = 86_400_000;
const complaint = (day: number, fields: Partial<Complaint> = {}): Complaint => ({
  ...{ id: `c${day}`, at: day * DAY, source: 'call', kind: 'wages', voice: `v${day}`, employer: 'workshop' },
  ...fields,
});

const plain = () => plainThreshold({ days: 7, voices: { employer: 3, premises: Infinity, hometown: Infinity } });

describe('the plain threshold', () => {
  const said = (complaints: readonly Complaint[]): number[] => {
    const detector = plain();
    return complaints.map((one) => detector(one).length);
  };

  it('warns once, of so many people within so many days', () => {
    expect(said([1, 2, 3, 4].map((day) => complaint(day)))).toEqual([0, 0, 1, 0]);
    expect(said([1, 5, 9, 13].map((day) => complaint(day)))).toEqual([0, 0, 0, 0]);
  });

  it('counts people rather than calls', () => {
    expect(said([1, 2, 3, 4].map((day) => complaint(day, { voice: 'one' })))).toEqual([0, 0, 0, 0]);
  });

  it('warns anew when it was quiet for four weeks', () => {
    expect(said([1, 2, 3, 60, 61, 62].map((day) => complaint(day)))).toEqual([0, 0, 1, 0, 0, 1]);
  });
});

describe('the early warning, as it is run here', () => {
  it('remembers from one complaint to the next', () => {
    const detector = earlyWarning(defaultWarningSettings);
    const ordinary = Array.from({ length: 300 }, (_, at) =>
      complaint(at / 2, { employer: `e${at % 90}`, voice: `o${at}` }),
    );
    expect(ordinary.flatMap(detector)).toEqual([]);
    const alarms = [151, 152, 153, 154, 155].flatMap((day) => detector(complaint(day)));
    expect(alarms.map(({ type, complaintIds }) => [type, complaintIds.length])).toEqual([['employer', 4]]);
  });
});

describe('the settings worth showing', () => {
  it('are those of which no other is better in both', () => {
    const figures = (recall: number, falseAMonth: number) =>
      ({ what: 'plain threshold', setting: '', recall, falseAMonth, meanComplaints: 5 }) as const;
    const [good, dear, bad] = [figures(0.9, 0.5), figures(0.95, 1), figures(0.8, 0.7)];
    expect(frontier([dear, bad, good])).toEqual([good, dear]);
  });
});
