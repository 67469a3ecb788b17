import { declaredProblems, type ProblemType } from '@huying/http';

function row({ code, status, en, zh, remedy }: ProblemType): string {
  return `| \`${code}\` | ${status} | ${en} | ${zh} | ${remedy ?? ''} |`;
}

/** Every problem that the API answers, by code, as the loaded services declare them. */
export function errorCatalogue(): string {
  return [
    '<!-- Generated from the declarations beside the code by npm run generate; do not edit. -->',
    '',
    '# Errors',
    '',
    'Every error is an RFC 9457 problem (`application/problem+json`) with a stable `code`: branch on it, show `detail`, which',
    'comes in the language of `Accept-Language` (zh-CN or en). `errors` lists violations of the input by JSON pointer. Give',
    '`requestId` to whoever runs the platform. Answers with `Retry-After` are safe to repeat with the same Idempotency-Key.',
    '',
    '| code | status | English | 中文 | what to do |',
    '| --- | --- | --- | --- | --- |',
    ...declaredProblems().map(row),
    '',
  ].join('\n');
}
