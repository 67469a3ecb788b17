import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Starts real Kafka, PostgreSQL and Redis once for all tests of this run and hands their addresses to the workers
 * through the environment. Runs beside each other do not meet: each has servers, ports and a data directory of its own.
 */
export default async function setup(globalConfig) {
  if (!needsServers(globalConfig)) return;
  const { startServers, InfrastructureError } = await import('@huying/infrastructure').catch((error) => {
    throw new Error(
      'The tests start their servers with @huying/infrastructure, which is not built: run `npm run build`.',
      {
        cause: error,
      },
    );
  });
  try {
    const servers = await startServers({
      dataDir: join(globalConfig.rootDir, '.data', `test-${process.pid}`),
      durable: false,
      temporary: true,
      report: (line) => process.stderr.write(`${line}\n`),
    });
    Object.assign(process.env, servers.environment);
    globalThis.huyingServers = servers;
  } catch (error) {
    // A stack of ours would only hide the sentence that says what to do.
    if (error instanceof InfrastructureError) error.stack = `${error.message} [${error.code}]`;
    throw error;
  }
}

/** Plain `.spec.ts` files need nothing outside the process: no servers if none but those are asked for. */
function needsServers({ rootDir, testPathPatterns, runTestsByPath, nonFlagArgs }) {
  const onRealParts = ['libs', 'services', 'tools'].flatMap((dir) => specsBelow(join(rootDir, dir)));
  if (runTestsByPath) return onRealParts.some((file) => nonFlagArgs.some((argument) => file.endsWith(argument)));
  const selected = testPathPatterns.toExecutor({ rootDir });
  return onRealParts.some((file) => selected.isMatch(file));
}

function specsBelow(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', 'generated'].includes(entry.name) ? [] : specsBelow(path);
    return /\.(int|e2e)\.spec\.ts$/.test(entry.name) ? [path] : [];
  });
}
