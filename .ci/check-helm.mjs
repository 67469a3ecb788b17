// The chart: lint, rendered with each set of values, and every manifest compared with the schemas of two versions of Kubernetes.
// Resources of operators have no schema there: tools/generate/test/helm.int.spec.ts looks at those. Last, a district that does as its page says
// must be let in by Kafka's rules.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
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

/** What is wrong with the name, topic and groups of a district's page, by the rules of the users that the chart makes. */
function districtRefused(page) {
  const users = parseAllDocuments(readFileSync(join(work, 'small.yaml'), 'utf8'))
    .map((document) => document.toJS())
    .filter((one) => one?.kind === 'KafkaUser');
  const [, name] = /username="([^"]+)"/.exec(page) ?? [];
  const user = users.find(({ metadata }) => metadata.name === name);
  if (!user) return [`The page of districts signs in as ${name}, and the chart makes no such user.`];
  const readable = (type, wanted) =>
    user.spec.authorization.acls.some(
      ({ resource, operations }) =>
        resource.type === type &&
        operations.includes('Read') &&
        (resource.patternType === 'prefix' ? wanted.startsWith(resource.name) : wanted === resource.name),
    );
  const groups = [...page.matchAll(/^\s*group[._]id="?([^",\n]+)/gm)].map(([, group]) => group);
  const topics = [...page.matchAll(/KafkaConsumer\(\s*"([^"]+)"/g)].map(([, topic]) => topic);
  // A page that no longer shows any is one that this has lost sight of.
  const wrong =
    groups.length < 2 || topics.length < 1 ? ['The page of districts shows fewer consumers than it did.'] : [];
  for (const one of groups) if (!readable('group', one)) wrong.push(`Kafka refuses ${name} the group ${one}.`);
  for (const one of topics) if (!readable('topic', one)) wrong.push(`Kafka refuses ${name} the topic ${one}.`);
  return wrong;
}

const pages = ['docs/district/README.md', 'docs/district/README.zh-CN.md'];
const refused = pages.flatMap((page) =>
  districtRefused(readFileSync(join(root, page), 'utf8')).map((sentence) => `${page}: ${sentence}`),
);
for (const one of refused) console.error(one);
if (refused.length > 0) process.exitCode = 1;
else console.log('districts: what their pages say is what Kafka allows');
