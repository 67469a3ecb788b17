// What the image ships, as a CycloneDX bill of materials: the services, and all that they need to run, from what npm has installed.
// Needs no network. Usage: npm run sbom -- [FILE]
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Writes it to that file. The same installation gives the same file. @returns what it says */
export function writeSbom(file) {
  mkdirSync(dirname(file), { recursive: true });
  // As the Dockerfile installs them.
  const services = readdirSync('services').flatMap((name) => ['--workspace', `services/${name}`]);
  const form = ['--flatten-components', '--output-reproducible', '--output-format', 'JSON', '--output-file', file];
  execFileSync('npx', ['--no-install', 'cyclonedx-npm', '--omit', 'dev', ...services, ...form], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return JSON.parse(readFileSync(file, 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file = '.data/sbom.json'] = process.argv.slice(2);
  const { components, specVersion } = writeSbom(file);
  console.log(`${file}: CycloneDX ${specVersion}, ${components.length} packages.`);
}
