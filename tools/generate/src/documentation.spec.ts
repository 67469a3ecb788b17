import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n');
const fileNames = new Set(tracked.map((path) => basename(path)));
const pages = tracked.filter((path) => path.endsWith('.md') && existsSync(join(root, path)));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** What a page says outside of examples. */
const proseOf = (page: string): string => readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, found]) => found ?? []);

describe.each(pages)('%s', (page) => {
  it('links only to what is there', () => {
    const targets = all(proseOf(page), /\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g).filter((target) => !/^<?[a-z]+:/.test(target));
    const missing = targets.filter((target) => !existsSync(join(root, dirname(page), target)));
    expect(missing).toEqual([]);
  });

  it('names only scripts and files that there are', () => {
    // `claim-place.handler.ts` or `open-need-6.lua`, with or without a path; `<name>.service.ts` and `main.ts` of anything are patterns.
    const named = all(proseOf(page), /`(?:[\w@./-]+\/)?([\w-]+(?:\.[\w-]+)*\.(?:ts|mjs|lua|sh|proto))`/g);
    expect(named.filter((name) => !fileNames.has(name))).toEqual([]);
  });

  it('gives only commands that there are', () => {
    const commands = all(readFileSync(join(root, page), 'utf8'), /npm run (?:--silent )?([a-z][\w:-]*)/g);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });
});

/** A block of code without what is translated: comments and the language asked for; in a diagram, what stands beside the arrows. */
const untranslated = (code: string): string =>
  code.startsWith('sh\n')
    ? code.replace(/^#.*$/gm, '#').replaceAll(" -H 'Accept-Language: en'", '')
    : code.replace(/( as |: ).*$/gm, '$1');

/** What must be the same of a page in both languages. */
function shapeOf(page: string) {
  const prose = proseOf(page);
  const text = readFileSync(join(root, page), 'utf8');
  return {
    headings: all(prose, /^(#+) /gm),
    promises: all(prose, /^(- \*\*)/gm),
    code: all(text, /^```(\w+\n[\s\S]*?)^```$/gm).map(untranslated),
    named: new Set(all(prose, /`([^`\n]+)`/g)),
    // Each names the other.
    links: all(prose, /\]\(([^)\s]+)\)/g).map((target) => target.replace(/README(\.zh-CN)?\.md$/, 'README')),
    columns: all(prose, /^(\|.*\|)$/gm).map((row) => row.replaceAll('\\|', '').split('|').length),
  };
}

describe.each(['README', 'docs/district/README'])('%s.md and %s.zh-CN.md', (page) => {
  it('have the same headings, promises, commands, links and tables, and name each other', () => {
    expect(shapeOf(`${page}.zh-CN.md`)).toEqual(shapeOf(`${page}.md`));
    expect(proseOf(`${page}.md`)).toContain('[中文](README.zh-CN.md)');
    expect(proseOf(`${page}.zh-CN.md`)).toContain('[English](README.md)');
  });
});

describe('docs/errors.md', () => {
  /** Made from the declarations: what stands here is what the API says. */
  const refusals = [
    ...proseOf('docs/errors.md').matchAll(/^\| `([^`]+)` \| (\d{3}) \| ([^|]+) \| ([^|]+) \| .*\|$/gm),
  ].map(([, code = '', status = '', en = '', zh = '']) => ({ code, status: Number(status), en, zh }));
  const holesOf = (text: string): string[] => all(text, /\{(\w+)\}/g).sort();

  it('says of every refusal the same things in both languages', () => {
    expect(refusals.map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        ...['mediation-session-before-consent', 'mediator-is-party', 'agreement-not-signed-by-all'],
        ...['agreement-due-before-agreement', 'agreement-confirmation-too-late', 'mediator-assigned-already'],
        ...['case-confirmed-by-court', 'case-data-not-yours', 'case-representative-not-elected', 'service-unavailable'],
      ]),
    );
    expect(refusals).toHaveLength(all(proseOf('docs/errors.md'), /^(\| `)/gm).length);
    const amiss = refusals.filter(({ status, en, zh }) => {
      const sentences = /^[A-Z{][^一-鿿]+[.?!]$/.test(en) && /[一-鿿].*[。?!]$/u.test(zh);
      return !sentences || status < 400 || status > 599 || holesOf(en).join() !== holesOf(zh).join();
    });
    expect(amiss).toEqual([]);
  });
});
