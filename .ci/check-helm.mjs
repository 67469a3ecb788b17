// The chart: lint, rendered with each set of values, and every manifest compared with the schemas of two versions of Kubernetes.
// Resources of operators have no schema there: tools/generate/test/helm.int.spec.ts looks at those.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, helm } from './helm.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const chart = join(root, 'deploy/helm/huying');
const work = join(root, '.data/helm');
/** The oldest that the chart says it needs, and the newest that is known. */
const KUBERNETES = ['1.27', '1.37'];
const VALIDATOR = [
  'kubernetes-validate==1.37.0',
  'jsonschema==4.26.0',
  'jsonschema-specifications==2025.9.1',
  'referencing==0.37.0',
  'rpds-py==2026.9.1',
  'attrs==26.1.0',
  'importlib-resources==7.1.0',
  'packaging==26.4',
  'pyyaml==6.0.4',
  'typing-extensions==4.16.0',
];
const development = ['-f', join(chart, 'values-development.yaml')];
const renderings = {
  small: development,
  large: ['-f', join(chart, 'values-large.yaml'), ...development],
  elsewhere: [...development, '-f', join(root, '.ci/values-elsewhere.yaml')],
};

/** Rendered as a district's machine room would have it, where all servers stand outside of Kubernetes: `elsewhere`. */
mkdirSync(work, { recursive: true });
const files = [];
for (const [name, values] of Object.entries(renderings)) {
  const run = (...args) => execFileSync(helm(), [...args, ...values], { encoding: 'utf8', maxBuffer: 64 << 20 });
  console.log(`${name}: ${run('lint', '--strict', chart).trim().split('\n').at(-1)}`);
  const file = join(work, `${name}.yaml`);
  writeFileSync(file, run('template', 'huying', chart, '--namespace', 'huying'));
  files.push(file);
}
const python = `${process.arch}-${execFileSync('python3', ['-c', 'import sys; print("%d%d" % sys.version_info[:2])'], { encoding: 'utf8' }).trim()}`;
const packages = cached(`kubernetes-validate-1.37.0-${python}`, (draft) => {
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
  execFileSync('python3', [...pip, '--root-user-action', 'ignore', '--target', draft, ...VALIDATOR], {
    stdio: 'inherit',
  });
});
const { status } = spawnSync('python3', [join(root, '.ci/validate-manifests.py'), KUBERNETES.join(','), ...files], {
  stdio: 'inherit',
  env: { ...process.env, PYTHONPATH: packages },
});
process.exitCode = status ?? 1;
