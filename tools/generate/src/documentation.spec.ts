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
    const targets = all(proseOf(page), /\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g).filter((target) => !/^[a-z]+:/.test(target));
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
