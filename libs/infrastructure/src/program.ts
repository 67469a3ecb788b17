import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { InfrastructureError } from './errors.js';
import { NeverAnswered, untilItAnswers } from './readiness.js';

/** A server that is one program, with the way it is run and the way to ask whether it answers. */
export interface Program {
  /** As it is called in messages: `Keycloak`. */
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Rejects while it does not answer. */
  readonly answers: () => Promise<void>;
  /** What of its output says why it ended. */
  readonly lastWords: (output: string) => string;
  readonly patienceMs?: number;
}

const KEPT = 20_000;

/** Runs it until it answers. @returns how to end it; @throws InfrastructureError `server-failed` with its last words */
export async function runProgram(program: Program): Promise<() => Promise<void>> {
  const { title, command, args, cwd, environment: env, answers, lastWords, patienceMs } = program;
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const hear = (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-KEPT));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  let failed: string | undefined;
  child.once('error', (error) => (failed = error.message));
  const over = once(child, 'exit').catch(() => undefined);
  const ended = () => failed ?? (child.exitCode === null && child.signalCode === null ? undefined : lastWords(output));
  try {
    await untilItAnswers(answers, ended, patienceMs);
  } catch (error) {
    child.kill('SIGKILL');
    if (!(error instanceof NeverAnswered)) throw error;
    const message = `${title} did not start: ${error.message}.`;
    throw new InfrastructureError('server-failed', message, undefined, { cause: error });
  }
  return async () => {
    child.kill('SIGTERM');
    await over;
  };
}
