import { describe, expect, it } from '@jest/globals';
import { amountInWords } from './document.js';

describe('an amount in words', () => {
  it.each([
    [600_000, '¥6,000.00(人民币陆仟元整)'],
    [1_200_050, '¥12,000.50(人民币壹万贰仟元伍角)'],
    [1_200_005, '¥12,000.05(人民币壹万贰仟元零伍分)'],
    [1, '¥0.01(人民币壹分)'],
    [10_000_000_000, '¥100,000,000.00(人民币壹亿元整)'],
  ])('of %d fen is %s', (fen, words) => expect(amountInWords(fen)).toBe(words));
});
