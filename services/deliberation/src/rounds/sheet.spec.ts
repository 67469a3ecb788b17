import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { printSheets } from './sheet.js';

const round = {
  ...({ number: 2, question: '最希望先办哪几件事?', method: 'checklist', mostTicks: 3 } as const),
  options: [] as { id: string; text: string }[],
  closesAt: Temporal.Instant.from('2027-01-25T10:00:00Z'),
};
const optionsOf = (texts: readonly string[]) => texts.map((text, index) => ({ id: `o${index + 1}`, text }));
const sheet = { code: '7K2MQ-9D4XW-R0TCA', homes: ['3幢 2单元 601'] };

async function pagesOf(options: readonly string[], sheets = [sheet]): Promise<number> {
  const printed = await printSheets({ ...round, options: optionsOf(options) }, sheets, 'Asia/Shanghai');
  return [...printed.toString('latin1').matchAll(/\/Type \/Page\b/g)].length;
}

describe('a paper', () => {
  it('is one page for each voter', async () => {
    expect(await pagesOf(['加装电梯', '停车位'], [sheet, { ...sheet, homes: ['3幢 2单元 602', '4幢 101'] }])).toBe(2);
  });

  it('with a dozen options is still one page', async () => {
    expect(await pagesOf(Array.from({ length: 12 }, (_, index) => `第${index + 1}项`))).toBe(1);
  });

  it('goes on upon another page where the options have no room', async () => {
    expect(
      await pagesOf(Array.from({ length: 50 }, (_, index) => `第${index + 1}项`.padEnd(100, '长'))),
    ).toBeGreaterThan(1);
  });
});
