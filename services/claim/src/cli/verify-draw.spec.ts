import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toJson } from '@bufbuild/protobuf';
import { DrawHeldSchema } from '@huying/contracts';
import { describe, expect, it } from '@jest/globals';
import { commitmentOf, draw } from '../draws/draw.js';
import { verifyDraw } from './verify-draw.js';

const folder = mkdtempSync(join(tmpdir(), 'huying-draw-'));
const seed = '5e'.repeat(32);
const applicants = [16, 8, 16, 1].map((lots, index) => ({
  claim: `0190bbbb-0000-7000-8000-00000000000${index}`,
  lots,
}));

/** The published event as it stands in Kafka. */
const event = toJson(
  DrawHeldSchema,
  create(DrawHeldSchema, {
    communityId: 'xishan',
    needId: '0190aaaa-0000-7000-8000-000000000001',
    seed,
    commitment: commitmentOf(seed),
    applicants: applicants.map(({ claim: claimId, lots }) => ({ claimId, lots })),
    order: draw(seed, applicants),
  }),
) as { order: number[] } & Record<string, unknown>;

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('verifying a draw from the published event alone', () => {
  it.each<[string, unknown]>([
    ['as it is', event],
    ['in a CloudEvent', { specversion: '1.0', data: event }],
  ])('finds it sound, %s, and names the winners and the commitment', async (name, content) => {
    const { sound, lines } = await verifyDraw(file(`${name}.json`, content));
    expect(sound).toBe(true);
    expect(lines.join('\n')).toContain(commitmentOf(seed));
    expect(lines.at(2)).toBe(`1. ${applicants[event.order[0] ?? 0]?.claim ?? ''}`);
  });

  it('finds one that was tampered with not sound, and says why', async () => {
    const { sound, lines } = await verifyDraw(file('tampered.json', { ...event, order: [...event.order].reverse() }));
    expect(sound).toBe(false);
    expect(lines).toContain('Drawing again gives another order.');
  });

  it.each([
    ['what is no JSON', 'not json'],
    ['another event', { needId: 'x' }],
  ])('says of %s that it is no draw', async (name, content) => {
    await expect(verifyDraw(file(`${name}.json`, content))).rejects.toMatchObject({ code: 'draw-unreadable' });
  });
});
