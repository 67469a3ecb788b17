import { packConfig, type NeedConfig, type PackedConfig } from '@huying/claim';

const NEVER = 8e15;

/** What decisions read of a need that asks for nothing and takes whoever comes first; times in ms, the service within one day. */
export function plainConfig(
  times: Pick<NeedConfig, 'opens' | 'starts' | 'ends'> & { readonly release?: number },
  { line }: Pick<NeedConfig, 'line'>,
): PackedConfig {
  const { opens, starts, ends, release = starts } = times;
  return packConfig({
    ...{ dispatch: 'first-come', opens, closes: starts, starts, ends, release },
    ...{ born: 0, adult: 20_080_101, night: false, lastDay: 20_300_101 },
    ...{ skills: '', preferred: '', trainings: '', groups: '', hometowns: '', dialects: '' },
    ...{ line, risk: false, rest: 0, offer: 0, groupsAt: NEVER, everyoneAt: NEVER, drawAt: NEVER },
    ...{ weekStart: 0, weekEnd: 0, x: 0, y: 0, series: '', seriesLimit: 0 },
    ...{ from: Math.floor(starts / 60_000), till: Math.ceil(ends / 60_000), of: 'need' },
  });
}
