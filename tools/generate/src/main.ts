import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '@huying/request';
import { operatorFiles } from '@huying/tool-operators';
// Also loaded for the problems that they declare.
import { services } from '@huying/standalone';
import { asyncApi, districtAsyncApi } from './async-api.js';
import { catalogueCodes } from './catalogue-codes.js';
import { edgeConfiguration } from './edge.js';
import { errorCatalogue } from './error-catalogue.js';
import { eventCatalogue } from './event-catalogue.js';
import { chartFile } from './helm.js';
import { lifecycles } from './lifecycles.js';
import { ProtoComments } from './published-language.js';
import { retentionPage } from './retention.js';
import { roleTable } from './roles.js';
import { realm } from './realm.js';

/**
 * What is derived from the published language and the services' declarations. CI runs this and fails if anything that is
 * committed differs.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const comments = new ProtoComments(root);
const files: Record<string, string> = {
  'libs/contracts/src/catalogue-codes.ts': catalogueCodes(catalogue),
  'docs/events/README.md': eventCatalogue(comments),
  'docs/events/asyncapi.yaml': asyncApi(comments),
  'services/district/asyncapi.yaml': districtAsyncApi(comments),
  'docs/errors.md': errorCatalogue(),
  'docs/lifecycles.md': lifecycles(),
  'docs/roles.md': roleTable(services),
  'docs/retention.md': retentionPage(services),
  'deploy/edge/haproxy.cfg': edgeConfiguration(services),
  'deploy/identity/huying-realm.json': realm(),
  ...operatorFiles(),
  'deploy/helm/huying/files/platform.yaml': chartFile(services),
};

for (const [path, text] of Object.entries(files)) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${path}`);
}
