import { readFile } from 'node:fs/promises';
import { faultsOf, type DrawResult } from '../draws/draw.js';

/** The event could not be read; the message is for the person at the terminal. */
export class UnreadableDrawError extends Error {
  readonly code = 'draw-unreadable';
}

interface DrawHeldJson {
  needId?: string;
  seed?: string;
  commitment?: string;
  applicants?: { claimId?: string; claim?: string; lots?: number }[];
  order?: number[];
}

async function read(file: string): Promise<string> {
  if (file !== '-') return readFile(file, 'utf8');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Draws again from a published DrawHeld event alone (its JSON, or a CloudEvent around it, or the answer of
 * GET /v1/needs/{needId}/draw).
 * @param file its path; `-`: standard input
 * @returns whether the draw can be trusted, and a sentence for each thing that is wrong or the outcome
 */
export async function verifyDraw(file: string): Promise<{ sound: boolean; lines: string[] }> {
  const event = parse(await read(file).catch((cause: unknown) => Promise.reject(unreadable(file, cause))), file);
  const applicants = (event.applicants ?? []).map(({ claimId, claim, lots }) => ({
    claim: claimId ?? claim ?? '',
    lots: lots ?? 0,
  }));
  const result: DrawResult = {
    seed: event.seed ?? '',
    commitment: event.commitment ?? '',
    applicants,
    order: event.order ?? [],
  };
  const faults = faultsOf(result);
  if (faults.length > 0)
    return { sound: false, lines: [`The draw of the need ${event.needId ?? '?'} is NOT sound:`, ...faults] };
  const order = result.order.slice(0, 10).map((index, rank) => `${rank + 1}. ${applicants[index]?.claim ?? ''}`);
  return {
    sound: true,
    lines: [
      `The draw of the need ${event.needId ?? '?'} is sound: ${applicants.length} applicants, drawn again with the same result.`,
      `Commitment ${result.commitment}: compare it with PlacesOpened, which was published before anyone could apply.`,
      ...order,
    ],
  };
}

const unreadable = (file: string, cause: unknown) =>
  new UnreadableDrawError(`${file === '-' ? 'Standard input' : file} holds no DrawHeld event as JSON.`, { cause });

function parse(text: string, file: string): DrawHeldJson {
  try {
    const json = JSON.parse(text) as DrawHeldJson & { data?: DrawHeldJson };
    const event = json.data ?? json;
    if (typeof event.seed !== 'string' || !Array.isArray(event.applicants))
      throw new TypeError('no seed, no applicants');
    return event;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}
