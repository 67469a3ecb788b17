// AsyncAPI documents are valid, and say so themselves: no errors, no warnings.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'));
  const serious = diagnostics.filter(({ severity }) => severity <= 1);
  for (const { message, path, severity } of serious) console.error(file, severity, path.join('.'), message);
  if (!document || serious.length > 0) process.exitCode = 1;
  else console.log(`${file}: ${document.channels().length} channels, ${document.messages().length} messages, valid`);
}
