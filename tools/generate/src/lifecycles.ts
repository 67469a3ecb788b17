import { declaredLives, diagramOf, type Life } from '@huying/lifecycle';

function section(life: Life<string>): string {
  return ['', `## ${life.title}`, '', '```mermaid', diagramOf(life), '```'].join('\n');
}

/** Every state machine of the loaded services, drawn from the declaration that its decisions ask. */
export function lifecycles(): string {
  return [
    '<!-- Drawn from the declarations beside the code by npm run generate; do not edit. -->',
    '',
    '# Lives',
    '',
    'What may happen to whom, and when: an arrow is an event. Whatever is not an arrow is refused with the code `…-wrong-state`, or',
    'one that says more. An arrow that comes back to its state tells something without changing it.',
    ...declaredLives().map(section),
    '',
  ].join('\n');
}
