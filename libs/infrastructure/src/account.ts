import { findOnPath, run } from './commands.js';
import { InfrastructureError } from './errors.js';
import type { Environment } from './servers.types.js';

/** How a command is run: as it is, or through `setpriv`, which ends it with its parent and may change its user. */
export interface Wrapped {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}
export type Wrap = (command: string, args: readonly string[]) => Wrapped;

async function setpriv(environment: Environment): Promise<string | undefined> {
  const found = process.platform === 'linux' ? findOnPath('setpriv', environment) : undefined;
  if (!found) return undefined;
  const help = await run(found, ['--help'], { env: environment });
  return /--pdeathsig/.test(help.output) && /--ambient-caps/.test(help.output) ? found : undefined;
}

/**
 * Lets the kernel end a server when the keeper is killed, where `setpriv` is there to ask for it (Linux). The keeper
 * does this in all other cases; this is for the one case in which it cannot.
 */
export async function diesWithKeeper(environment: Environment): Promise<Wrap> {
  const tool = await setpriv(environment);
  return (command, args) =>
    tool ? { command: tool, args: ['--pdeathsig', 'KILL', '--', command, ...args] } : { command, args };
}

/** A user without rights for a server that refuses to run as root, or undefined when we are not root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** `postgres` where a package has made it, else `nobody`: no user is added to the system. */
export async function unprivilegedAccount(environment: Environment): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map((flag) =>
        run('id', [flag, name], { env: environment }).then(({ ok, output }) => (ok ? Number(output) : NaN)),
      ),
    );
    if (uid && gid) return { name, uid, gid };
  }
  throw new InfrastructureError(
    'postgres-unreachable-files',
    'PostgreSQL refuses to run as root and there is neither a user postgres nor nobody: run `useradd --system postgres`.',
    'postgres',
  );
}

/**
 * Runs PostgreSQL's programs as the account. A clone below /root cannot be entered by another user; there the account
 * is lent the one capability that it lacks (passing closed directories) by `setpriv` rather than opening /root to all.
 */
export async function asAccount(
  account: Account | undefined,
  paths: readonly string[],
  environment: Environment,
): Promise<Wrap> {
  const tool = await setpriv(environment);
  const death = ['--pdeathsig', 'QUIT'];
  if (!account)
    return (command, args) => (tool ? { command: tool, args: [...death, '--', command, ...args] } : { command, args });
  const { uid, gid, name } = account;
  const tests = await Promise.all(
    paths.map((path) => run('test', ['-x', path], { env: environment, cwd: '/', uid, gid })),
  );
  const closed = paths.find((_, index) => !tests[index]?.ok);
  if (!tool) {
    if (closed === undefined) return (command, args) => ({ command, args, uid, gid });
    throw new InfrastructureError(
      'postgres-unreachable-files',
      `PostgreSQL refuses to run as root, and the user ${name} cannot reach ${closed}: move the clone out of ${closed.split('/').slice(0, 2).join('/')} (for example to /srv), or run as an ordinary user.`,
      'postgres',
    );
  }
  // Without the security bit access(2), by which PostgreSQL's programs look for one another, leaves the capability out of account.
  const lending = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  const lent = closed === undefined ? [] : lending;
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...lent];
  return (command, args) => ({ command: tool, args: [...identity, ...death, '--', command, ...args] });
}
