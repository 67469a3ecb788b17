// The licence of every package that the image ships, and whether it is one that we may ship under. Needs no network.
import { writeFileSync } from 'node:fs';
import satisfies from 'spdx-satisfies';
import { writeSbom } from './sbom.mjs';

/** Ask for no more than that their text and names are kept, or for nothing. */
const PERMISSIVE = [
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'Python-2.0'],
  ...['CC0-1.0', 'Unlicense'],
];
/** Asks that the font, changed or not, stays under it: the one that stands in paper ballots (ADR 0033). */
const WEAK_COPYLEFT = ['OFL-1.1'];
const ALLOWED = [...PERMISSIVE, ...WEAK_COPYLEFT];

/** Of packages that do not say it in their package.json, read in their LICENSE. */
const READ_BY_HAND = { 'png-js@2.0.0': 'MIT' };

const [work = '.data/ci'] = process.argv.slice(2);
const { components } = writeSbom(`${work}/sbom.json`);

const nameOf = ({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`;

/** As an expression of SPDX; what is no such is told as it stands. */
function licenceOf(component) {
  const stated = (component.licenses ?? []).map(({ expression, license }) => expression ?? license.id ?? license.name);
  if (stated.length === 0) return READ_BY_HAND[nameOf(component)] ?? 'none stated';
  return [...new Set(stated)].join(' AND ');
}

function isAllowed(licence) {
  try {
    return satisfies(licence, ALLOWED);
  } catch {
    return false; // no expression of SPDX
  }
}

const byLicence = new Map();
for (const component of components) {
  const licence = licenceOf(component);
  byLicence.set(licence, [...(byLicence.get(licence) ?? []), nameOf(component)].sort());
}
const sorted = [...byLicence].sort(([, one], [, other]) => other.length - one.length);
const report = sorted.map(
  ([licence, names]) => `${licence} (${names.length})\n${names.map((name) => `  ${name}\n`).join('')}`,
);
writeFileSync(`${work}/licences.txt`, report.join('\n'));
for (const [licence, names] of sorted) console.log(`${String(names.length).padStart(4)}  ${licence}`);

const unused = Object.keys(READ_BY_HAND).filter((name) => !components.some((one) => nameOf(one) === name));
const faults = [
  ...sorted
    .filter(([licence]) => !isAllowed(licence))
    .map(([licence, names]) => `Not on the list of allowed licences: ${licence}, of ${names.join(', ')}.`),
  ...unused.map((name) => `${name} is no longer shipped: take it out of READ_BY_HAND.`),
];
console.log(
  `${components.length} packages, one by one in ${work}/licences.txt; the bill of materials: ${work}/sbom.json.`,
);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
