import type { Nearness } from './hometown.js';
import type { MatchReason } from './proposal.js';
import { dialectGroupOf, type dialectGroups } from './speech.js';
import type { SpeechLevel } from './candidate.js';

/** The same in both languages. */
export interface ReasonText {
  readonly en: string;
  readonly zh: string;
}

const nearnessTexts: Readonly<Record<Nearness, ReasonText>> = {
  county: { en: 'from the same county', zh: '同县(区)' },
  prefecture: { en: 'from the same prefecture', zh: '同市(州)' },
  province: { en: 'from the same province', zh: '同省' },
  region: { en: 'from the same region', zh: '同一大区' },
  country: { en: 'from elsewhere', zh: '非同乡' },
};

const groupTexts: Readonly<Record<(typeof dialectGroups)[number], ReasonText>> = {
  northeastern: { en: 'Northeastern Mandarin', zh: '东北官话' },
  beijing: { en: 'Beijing Mandarin', zh: '北京官话' },
  jilu: { en: 'Jilu Mandarin', zh: '冀鲁官话' },
  jiaoliao: { en: 'Jiaoliao Mandarin', zh: '胶辽官话' },
  zhongyuan: { en: 'Central Plains Mandarin', zh: '中原官话' },
  lanyin: { en: 'Lanyin Mandarin', zh: '兰银官话' },
  southwestern: { en: 'Southwestern Mandarin', zh: '西南官话' },
  jianghuai: { en: 'Jianghuai Mandarin', zh: '江淮官话' },
  jin: { en: 'Jin', zh: '晋语' },
  wu: { en: 'Wu', zh: '吴语' },
  hui: { en: 'Huizhou', zh: '徽语' },
  gan: { en: 'Gan', zh: '赣语' },
  xiang: { en: 'Xiang', zh: '湘语' },
  hakka: { en: 'Hakka', zh: '客家话' },
  yue: { en: 'Yue', zh: '粤语' },
  pinghua: { en: 'Pinghua', zh: '平话' },
  'min-nan': { en: 'Southern Min', zh: '闽南语' },
  'min-dong': { en: 'Eastern Min', zh: '闽东语' },
  'min-bei': { en: 'Northern Min', zh: '闽北语' },
  'min-zhong': { en: 'Central Min', zh: '闽中语' },
  puxian: { en: 'Puxian Min', zh: '莆仙语' },
  'qiong-lei': { en: 'Qiong-Lei Min', zh: '琼雷闽语' },
};

const levelTexts: Readonly<Record<SpeechLevel, ReasonText>> = {
  native: { en: 'speaks it from home', zh: '母语' },
  speaks: { en: 'speaks it', zh: '会说' },
  understands: { en: 'understands it', zh: '听得懂' },
};

/** Of a dialect its group; of a language its code. */
const speechText = (code: string): ReasonText => {
  const known: Readonly<Record<string, ReasonText>> = groupTexts;
  return known[dialectGroupOf(code)] ?? { en: code, zh: code };
};

/** The reasons, each with its sentence. */
export const withTexts = (reasons: readonly MatchReason[]): (MatchReason & ReasonText)[] =>
  reasons.map((reason) => ({ ...reason, ...reasonText(reason) }));

/** A reason as a sentence that whoever chooses can check. */
export function reasonText(reason: MatchReason): ReasonText {
  switch (reason.kind) {
    case 'hometown': {
      const { sideId, people, known, nearness } = reason;
      const { en, zh } = nearnessTexts[nearness];
      return {
        en: `Hometown: ${en} as ${people} of ${known} on side ${sideId} whose hometown is known.`,
        zh: `籍贯:与第${sideId}方已知籍贯的${known}人中的${people}人${zh}。`,
      };
    }
    case 'speech': {
      const { sideId, people, known, code, level } = reason;
      const [speech, how] = [speechText(code), levelTexts[level]];
      return {
        en: `Language: ${speech.en}, as ${people} of ${known} on side ${sideId}; ${how.en}.`,
        zh: `语言:${speech.zh}(${how.zh}),第${sideId}方已知语言的${known}人中有${people}人相通。`,
      };
    }
    case 'every-side':
      return { en: 'Close to every side at least so far.', zh: '与各方都有一定的乡情或语言联系。' };
    case 'field':
      return { en: 'Knows disputes of this kind.', zh: '擅长此类纠纷。' };
    case 'load':
      return {
        en: `Has ${reason.load} of at most ${reason.loadLimit} cases.`,
        zh: `在办案件${reason.load}件,上限${reason.loadLimit}件。`,
      };
    case 'outcomes': {
      const { agreed, ended, endedAll, rate } = reason;
      const percent = Math.round(100 * rate);
      return {
        en: `Of ${ended} ended cases of this kind ${agreed} were agreed and kept (${endedAll} of all kinds); counted as ${percent} %, since few cases say little.`,
        zh: `同类已结案件${ended}件,达成并履行${agreed}件(各类共${endedAll}件);因样本有限,按${percent}%计。`,
      };
    }
  }
}
