import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { conditions, swc } from './compiler.mjs';

const isTypeScript = (url = '') => /\.ts(\?|$)/.test(url);
const jestGlobals = new URL('./jest-globals.mjs', import.meta.url).href;

/** TypeScript names the compiled file in an import (`./need.js`); without a compiled one it is the source that is meant. */
export function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: jestGlobals, format: 'module', shortCircuit: true };
  const fromSources = isTypeScript(context.parentURL);
  const named = fromSources && /^\.{1,2}\/.*\.js$/.test(specifier) ? specifier.replace(/\.js$/, '.ts') : specifier;
  return next(named, { ...context, conditions: [...context.conditions, ...conditions] });
}

export async function load(url, context, next) {
  if (!isTypeScript(url)) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...swc, filename });
  return { format: 'module', source: code, shortCircuit: true };
}
