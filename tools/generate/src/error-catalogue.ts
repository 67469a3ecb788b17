import { declaredProblems, type ProblemType } from '@huying/http';

function row({ code, status, en, zh, remedy }: ProblemType): string {
  return `| \`${code}\` | ${status} | ${en} | ${zh} | ${remedy?.en ?? ''} | ${remedy?.zh ?? ''} |`;
}

/** Every problem that the API answers, by code, as the loaded services declare them. */
export function errorCatalogue(): string {
  return [
    '<!-- Generated from the declarations beside the code by npm run generate; do not edit. -->',
    '',
    '# Errors',
    '',
    'Every error is an RFC 9457 problem (`application/problem+json`) with a stable `code`: branch on it, show `detail` and, where there',
    'is one, `remedy`, what to do. Both come in the language of `Accept-Language` (zh-CN or en). `errors` lists violations of the input',
    'by JSON pointer; `permission` names the one that is missing, and the roles that have it. Give `requestId` to whoever runs the',
    'platform. Answers with `Retry-After` are safe to repeat with the same Idempotency-Key.',
    '',
    '| code | status | English | 中文 | what to do | 怎么办 |',
    '| --- | --- | --- | --- | --- | --- |',
    ...declaredProblems().map(row),
    '',
  ].join('\n');
}
