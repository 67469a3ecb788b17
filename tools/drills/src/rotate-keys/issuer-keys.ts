import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** The keys of the issuer that run here: the first signs, all are published. They are read when it starts. */
export class IssuerKeys {
  private readonly file: string;

  constructor(dir: string) {
    this.file = join(dir, 'issuer', 'keys.json');
  }

  async read(): Promise<JWK[]> {
    return (JSON.parse(await readFile(this.file, 'utf8')) as { keys: JWK[] }).keys;
  }

  async write(keys: readonly JWK[]): Promise<void> {
    await mkdir(join(this.file, '..'), { recursive: true });
    await writeFile(this.file, JSON.stringify({ keys }), { mode: 0o600 });
  }
}

export async function aSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' };
}
