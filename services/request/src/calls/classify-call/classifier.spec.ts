import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalogue } from '../../catalogue/catalogue-data.js';
import { heldOutCalls, tuningCalls, unknownCalls, type LabelledCall } from './classifier.examples.js';
import { CallClassifier, DEFAULT_THRESHOLD, type Classification } from './classifier.js';

const classifier = new CallClassifier(catalogue.items);

const item = (code: string, nameZh: string, keywords: string[]) => ({ code, nameZh, nameEn: code, keywords });

/** Shares of calls whose label is the first of the ranked, among the first three, and of the accepted that are right. */
function measure(calls: readonly LabelledCall[]) {
  const results = calls.map(({ text, codes }) => {
    const { ranked, accepted } = classifier.classify(text);
    return {
      at: ranked.findIndex(({ code }) => codes.includes(code)),
      accepted,
      right: codes.includes(accepted ?? ''),
    };
  });
  const accepted = results.filter((result) => result.accepted !== null);
  return {
    first: results.filter(({ at }) => at === 0).length / calls.length,
    firstThree: results.filter(({ at }) => at >= 0 && at < 3).length / calls.length,
    accepted: accepted.length / calls.length,
    acceptedRight: accepted.filter(({ right }) => right).length / accepted.length,
  };
}

function expectSound({ ranked, accepted }: Classification): void {
  const confidences = ranked.map(({ confidence }) => confidence);
  expect(ranked.length).toBeLessThanOrEqual(5);
  expect(confidences.every((confidence) => confidence >= 0 && confidence <= 1)).toBe(true);
  expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
  if (accepted !== null) {
    expect(accepted).toBe(ranked[0]?.code);
    expect(confidences[0]).toBeGreaterThanOrEqual(DEFAULT_THRESHOLD);
  }
}

describe('classifying calls', () => {
  it('is right about the calls that it was tuned on', () => {
    const { first, firstThree, acceptedRight } = measure(tuningCalls);
    expect(first).toBeGreaterThanOrEqual(0.9);
    expect(firstThree).toBeGreaterThanOrEqual(0.95);
    expect(acceptedRight).toBeGreaterThanOrEqual(0.95);
  });

  it('is right about calls that it was not tuned on', () => {
    const { first, firstThree, accepted, acceptedRight } = measure(heldOutCalls);
    expect(first).toBeGreaterThanOrEqual(0.8);
    expect(firstThree).toBeGreaterThanOrEqual(0.9);
    expect(accepted).toBeGreaterThanOrEqual(0.65);
    expect(acceptedRight).toBeGreaterThanOrEqual(0.9);
  });

  it.each(unknownCalls)('accepts nothing for what no item is about: %s', (text) => {
    expect(classifier.classify(text).accepted).toBeNull();
  });

  it('gives the words by which it knows, the strongest first', () => {
    const { ranked, accepted } = classifier.classify('小区的老楼想加装电梯,一楼不同意');
    expect(accepted).toBe(ranked[0]?.code);
    expect(ranked[0]?.matchedWords[0]).toBe('加装电梯');
  });

  it('cuts keywords as one word and leaves out words that say nothing', () => {
    const { words } = classifier.classify('请问小区的人防车位能不能卖');
    expect(words).toContain('人防车位');
    expect(words).not.toContain('的');
    expect(words).not.toContain('请问');
  });
});

describe('what counts as evidence', () => {
  const small = new CallClassifier([
    item('A', '理发', ['理发', '剪头发']),
    item('B', '施工噪音', ['施工噪音', '夜间施工']),
    item('C', '邻居噪音', ['噪音']),
    item('D', '欠薪', ['拖欠工资']),
  ]);

  it('finds a keyword only where words begin and end', () => {
    expect(small.classify('物业管理发生了变化').ranked).toEqual([]);
  });

  it('prefers the longest keyword at a place', () => {
    expect(small.classify('对面工地的施工噪音').ranked.map(({ code }) => code)).toEqual(['B', 'C']);
  });

  it('finds a keyword whose words stand apart in one clause, and less if a clause lies between', () => {
    const [apart] = small.classify('老板拖欠了我们三个月的工资').ranked;
    const [between] = small.classify('老板一直拖欠。今天又说工资').ranked;
    expect(apart?.code).toBe('D');
    expect(apart?.matchedWords).toEqual(['拖欠工资']);
    expect(apart?.confidence).toBeGreaterThan(between?.confidence ?? 0);
  });

  it('listens to the opening more than to the rest', () => {
    const rest = '我们已经反映了很多次,一直没有人来管,大家意见非常大,希望尽快有人来看一看,';
    expect(small.classify(`夜间施工,${rest}还要理发`).ranked[0]?.code).toBe('B');
    expect(small.classify(`理发,${rest}还有夜间施工`).ranked[0]?.code).toBe('A');
  });
});

describe('the threshold', () => {
  const text = '楼下停车位不够';
  const confidence = classifier.classify(text).ranked[0]?.confidence ?? 0;

  it('accepts at it and not below it, and ranks all the same', () => {
    const at = new CallClassifier(catalogue.items, { threshold: confidence });
    const below = new CallClassifier(catalogue.items, { threshold: confidence + 0.0001 });
    expect(at.classify(text).accepted).toBe(at.classify(text).ranked[0]?.code);
    expect(below.classify(text).accepted).toBeNull();
    expect(below.classify(text).ranked).toEqual(at.classify(text).ranked);
  });

  it('accepts neither of two that are equally likely', () => {
    const twins = new CallClassifier([item('A', '甲', ['路灯']), item('B', '乙', ['路灯'])], { threshold: 0.1 });
    const { ranked, accepted } = twins.classify('路灯路灯路灯');
    expect(ranked).toHaveLength(2);
    expect(accepted).toBeNull();
  });

  it('is not reached by a single word of a name', () => {
    expect(classifier.classify('The lift in our building is broken').accepted).toBeNull();
  });
});

describe('any text at all', () => {
  it.each(['', ' ', '\n', '😀👍🏽👨‍👩‍👧', '\ud800', '\u0000', '。', "'; DROP TABLE calls; --", '<b>停车</b>'])(
    'is taken: %j',
    (text) => {
      expectSound(classifier.classify(text));
    },
  );

  it('has no candidates when there is nothing in it', () => {
    expect(classifier.classify('')).toEqual({ ranked: [], accepted: null, words: [] });
  });

  it('ranks English by the English names', () => {
    expect(classifier.classify('broadband signal').ranked[0]?.code).toBe(
      catalogue.items.find(({ nameZh }) => nameZh === '宽带电话与手机信号')?.code,
    );
  });

  it('reads full-width and upper-case letters alike', () => {
    expect(classifier.classify('ＫＴＶ太吵').ranked).toEqual(classifier.classify('ktv太吵').ranked);
  });

  it('may be 10,000 characters long', () => {
    const long = '小区停车位不够,物业费又涨了。'.repeat(700).slice(0, 10_000);
    expectSound(classifier.classify(long));
  });

  it('never throws, and confidences are sorted within 0 and 1', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...catalogue.items.flatMap(({ keywords }) => keywords)),
      fc.constantFrom('小区', '的', ',', '。', '\n', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => expectSound(classifier.classify(pieces.join('')))),
      { numRuns: 500 },
    );
  });
});

describe('an edited catalogue', () => {
  it('is classified by after a new classifier is made', () => {
    const [first, ...others] = catalogue.items;
    const edited = [{ ...first!, keywords: ['量子纠缠仪'] }, ...others];
    const renewed = new CallClassifier(edited);
    expect(classifier.classify('量子纠缠仪').accepted).toBeNull();
    expect(renewed.classify('量子纠缠仪').accepted).toBe(first?.code);
  });

  it('may have keywords of one character, of blanks or of signs', () => {
    const odd = new CallClassifier([item('A', '甲', ['灯', ' ', '。', '的'])]);
    expectSound(odd.classify('灯。 的'));
    expect(odd.classify('。').ranked).toEqual([]);
  });

  it('may be empty', () => {
    expect(new CallClassifier([]).classify('停车').ranked).toEqual([]);
  });
});
