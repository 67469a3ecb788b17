import Table from 'cli-table3';
import type { Check } from './place-checks.js';
import { counted as number, type Figures, type OtherStories } from './figures.js';

// A line between any two rows would make it twice as long.
const noLines = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

function table(head: [string, string], rows: readonly (readonly [string, string])[]): string {
  const made = new Table({ head, colAligns: ['left', 'right'], style: { head: [], border: [] }, chars: noLines });
  made.push(...rows.map(([what, value]) => [what, value]));
  return made.toString();
}

/** The figures of the run. */
export function figuresTable(figures: Figures, repeated: number): string {
  const { p50, p95, p99 } = figures.latencyMs;
  return table(
    ['The rush (秒杀)', ''],
    [
      ['places 名额', number(figures.places)],
      ['volunteers 志愿者', number(figures.volunteers)],
      ['attempts', number(figures.attempts)],
      ['hold a place 认领', number(figures.held)],
      ['wait in line 候补', number(figures.waiting)],
      ...Object.entries(figures.refused).map(([code, count]) => [`refused: ${code}`, number(count)] as const),
      ['repeated, told the same', number(repeated)],
      ['promised beyond the places', number(figures.oversold)],
      ['held twice', number(figures.heldTwice)],
      ['answered within, ms (p50 / p95 / p99)', `${p50} / ${p95} / ${p99}`],
      ['came 签到', number(figures.attended)],
      ['minutes of service 服务时长', number(figures.serviceMinutes)],
      ['satisfaction 满意度', `${figures.satisfaction} of 5`],
    ],
  );
}

/** The figures of the second story. */
export function secondTable({ classroom, chairs }: OtherStories): string {
  return table(
    ['The class (爱心教室) and the chairs (爱心椅)', ''],
    [
      ['families, places 名额', `${classroom.families}, ${classroom.places}`],
      ['children in the class 入班', number(classroom.enrolled)],
      ['children in line 候补', number(classroom.waiting)],
      ...Object.entries(classroom.refused).map(([code, count]) => [`refused: ${code}`, number(count)] as const),
      ['families apart', number(classroom.siblingsApart)],
      ['not collected 无人接', number(classroom.notCollected)],
      ['graduated 结业', number(classroom.graduated)],
      ['residents, chairs', `${chairs.residents}, ${chairs.wanted}`],
      ['pledged 认捐', number(chairs.pledged)],
      ['in line for a chair', number(chairs.waiting)],
      ['all answered within, ms', number(chairs.answeredMs)],
    ],
  );
}

/** The figures of the third story. */
export function thirdTable({ mediation }: OtherStories): string {
  return table(
    ['The quarrel about wages (讨薪纠纷)', ''],
    [
      ['refused before consent', mediation.refusedBeforeConsent],
      ['sessions, impasses 调解会', `${mediation.sessions}, ${mediation.impasses}`],
      ['apart after each impasse, yuan', mediation.gapsFen.map((fen) => number((fen ?? 0) / 100)).join(', ')],
      ['go-between 中间人', mediation.goBetween],
      ['instalments paid 履行', number(mediation.instalments)],
      ['the case', mediation.state],
      ['calls about the workshop', number(mediation.calls)],
      ['warned at complaint 预警', number(mediation.warnedAt)],
    ],
  );
}

/** The figures of the fourth story. */
export function fourthTable({ voting }: OtherStories): string {
  return table(
    ['Residents decide (居民协商)', ''],
    [
      ['households 住户', number(voting.households)],
      ['whether: by app, on paper', `${number(voting.app)}, ${number(voting.paper)}`],
      ['whether', voting.whether],
      ['ballots of the checklist 勾选', number(voting.ticked)],
      ['came too late', number(voting.late)],
      ['how, of the area agreed', voting.how.map((one) => `${one.areaPercent} %: ${one.outcome}`).join(', ')],
    ],
  );
}

/** What an outside consumer has read from Kafka. */
export function eventsTable({ events }: Figures): string {
  return table(
    ['Events on Kafka, by an outsider', ''],
    Object.entries(events).map(([type, count]) => [type.replace(/^huying\./, ''), number(count)] as const),
  );
}

/** What agrees, and what does not. */
export function checksTable(checks: readonly Check[]): string {
  return table(
    ['Consistency', ''],
    checks.map(({ what, ok, detail }) => [`${ok ? '✔' : '✘'} ${what}`, detail] as const),
  );
}
