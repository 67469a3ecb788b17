import { ConfigurationError } from '@huying/http';
import { InfrastructureError } from '@huying/infrastructure';
import { StandaloneError } from '../errors.js';

/** Runs a command's work; what was foreseen becomes its sentence, the rest the sentence of the command with its cause. Then it ends with 1. */
export async function endWith(failed: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const foreseen = [StandaloneError, InfrastructureError, ConfigurationError].some((kind) => error instanceof kind);
    const message = error instanceof Error ? error.message : String(error);
    console.error(foreseen ? message : `${failed}: ${message}`);
    process.exitCode = 1;
  }
}
