import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { tryClassifier } from './try-classifier.js';

const dir = mkdtempSync(join(tmpdir(), 'huying-messages-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function messages(...lines: (object | string)[]): string {
  const file = join(dir, 'messages.ndjson');
  writeFileSync(file, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  return file;
}

it('says of a file of messages how many are classified, as what, and how many are left to staff', async () => {
  const tried = await tryClassifier(
    messages(
      { id: 'a', subject: '家电维修', text: '家里的电饭煲坏了,想请人来修一下' },
      { id: 'b', text: '电饭煲坏了,谁能修' },
      { id: 7, text: '天气冷了,楼里几位独居老人子女都不在身边,想请志愿者上门去看看。' },
      { text: 'qwertz' },
    ),
  );
  expect(tried).toMatchObject({
    ...{ messages: 4, accepted: 3, leftToStaff: 1, withoutAnyWord: 1, unread: [] },
    ...{ byCategory: { 'livelihood-care': 2, 'special-groups': 1 }, byItem: { 'LC-001': 2, 'SG-001': 1 } },
  });
  expect(Object.keys(tried.byItem)).toEqual(['LC-001', 'SG-001']);
  expect(tried.confidence.reduce((sum, count) => sum + count)).toBe(4);
  expect(tried.leastSure.map(({ id }) => id).toSorted()).toEqual(['7', 'a', 'b', 'line 4']);
  expect(tried.leastSure[0]).toEqual({ id: 'line 4', confidence: 0 });
  expect(tried.msEach).toBeGreaterThan(0);
});

it('tells of lines that are no message and goes on, and repeats nothing that people wrote', async () => {
  const tried = await tryClassifier(messages('not json', { text: '电饭煲坏了' }, '', { text: 13 }, 'null', '[]'));
  expect(tried).toMatchObject({ messages: 1, unread: [1, 4, 5, 6] });
  expect(JSON.stringify(tried)).not.toMatch(/电饭煲|not json/);
});

it('counts nothing in an empty file', async () => {
  expect(await tryClassifier(messages())).toMatchObject({ messages: 0, accepted: 0, msEach: 0, unread: [] });
});
