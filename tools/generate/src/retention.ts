import { deadLetterTopic, districtTopic, eventTypes, Personal, personalKindOf, topics } from '@huying/contracts';
import { commonRetention, isTimed, type OnErasure, type RetentionRule, type ServiceDefinition } from '@huying/http';
import type { DescField, DescMessage } from '@bufbuild/protobuf';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const ends: Readonly<Record<RetentionRule['end']['do'], string>> = {
  delete: 'deleted',
  blank: 'blanked',
  elsewhere: '',
  kept: 'kept until',
};

function endOf(rule: RetentionRule): string {
  if (isTimed(rule)) {
    const { usual, least, most } = rule.end.days;
    return `${ends[rule.end.do]} **${usual} days** (${least} to ${most}) after ${rule.end.after}`;
  }
  return rule.end.do === 'kept' ? `kept until ${rule.end.until}` : 'how' in rule.end ? rule.end.how : '';
}

const fates: Readonly<Record<OnErasure['do'], string>> = { delete: 'deleted', blank: 'blanked', keep: 'kept' };

function erasureOf({ onErasure = {} }: RetentionRule): string {
  const told = Object.entries(onErasure).map(([subject, wish]) => {
    const who = subject === 'volunteer' ? 'volunteer' : 'caller';
    return `${who}: ${fates[wish.do]}${wish.because ? `. ${wish.because}` : ''}`;
  });
  return [...new Set(told)].join('<br>');
}

const ruleRow = (rule: RetentionRule): string =>
  row([
    ...[
      `\`${rule.name}\``,
      rule.what,
      `\`${rule.table}\`: ${rule.columns.map((column) => `\`${column}\``).join(', ')}`,
    ],
    ...[rule.purpose, endOf(rule), erasureOf(rule)],
  ]);

const table = (rules: readonly RetentionRule[]): string[] => [
  row(['rule', 'what', 'where', 'what for', 'how long', 'when the person is erased']),
  row(['---', '---', '---', '---', '---', '---']),
  ...rules.map(ruleRow),
];

/** What personal data a message holds, its parts' too: in words of the published language. */
function personalIn({ fields }: DescMessage): Personal[] {
  return fields.flatMap((field: DescField) => [
    personalKindOf(field),
    ...(field.message && field.message.typeName.startsWith('huying.') ? personalIn(field.message) : []),
  ]);
}

function topicRows(): string[] {
  return topics.flatMap(({ name, retentionDays }) => {
    const kinds = new Set(
      eventTypes.filter(({ topic }) => topic.name === name).flatMap(({ schema }) => personalIn(schema)),
    );
    kinds.delete(Personal.UNSPECIFIED);
    if (kinds.size === 0) return [];
    const words = [...kinds].sort().map((kind) => Personal[kind].toLowerCase());
    return [row([`\`${name}\``, `${retentionDays} days`, words.join(', ')])];
  });
}

/** What personal data is kept, why, how long, and what becomes of it: from the declarations of the services. */
export function retentionPage(services: readonly ServiceDefinition[]): string {
  return [
    '<!-- Made from the rules beside the services’ modules by npm run generate; do not edit. -->',
    '',
    '# Retention',
    '',
    'What personal data the platform keeps, what for, how long, and what becomes of it. Every service states it once, as data; the daily work, its report',
    '(`GET /v1/retention/{service}`) and the erasure of a person are made from the same rules. A test finds an encrypted column that no rule is about.',
    'How to answer somebody who asks: [privacy](privacy.md). Why it is built so: [ADR 0042](adr/0042-retention-and-erasure.md).',
    '',
    'Deleted: the row is gone. Blanked: the row stays for figures, what is personal in it is emptied. Days can be set within their bounds:',
    '`RETENTION_DAYS={"request.calls": 90}`.',
    '',
    ...services.flatMap(({ name, retention = [] }) => [`## ${name}`, '', ...table(retention), '']),
    '## Every service',
    '',
    ...table(commonRetention),
    '',
    '## Events',
    '',
    'Kafka keeps events as long as their topic says and then removes them; no topic is compacted, so nothing stays for being the last of its key. What is personal in an event that was',
    'published before somebody was erased goes with its topic’s time. Events of an erasure itself hold nothing but the account’s id.',
    '',
    row(['topic', 'kept', 'personal data']),
    row(['---', '---', '---']),
    ...topicRows(),
    row([`\`${districtTopic.name}\``, `${districtTopic.retentionDays} days`, 'none: pseudonyms that change']),
    row([
      '`huying.<service>.dead-letters.v1`',
      `${deadLetterTopic('request').retentionDays} days`,
      'whatever the event held that could not be handled',
    ]),
    '',
  ].join('\n');
}
