import { problems } from '../problems.js';

/** What an import says of a line that could not be read; they stand in its report, never in an answer of their own. */
export const importProblems = problems('import', {
  lineMalformed: {
    status: 422,
    en: 'The line is not a JSON object in UTF-8.',
    zh: '该行不是 UTF-8 编码的 JSON 对象。',
  },
  lineTooLong: {
    status: 422,
    en: 'The line has more than {limit} bytes.',
    zh: '该行超过 {limit} 字节。',
  },
});
