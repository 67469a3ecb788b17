/** The API refused something. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';

  constructor(
    what: string,
    readonly status: number,
    readonly code: string,
    detail: string,
    /** When to ask again, if it said so: a service was too busy or stood without its database, or a limit was reached. */
    readonly comeBackMs?: number,
  ) {
    super(`${what} was refused: ${status} ${code}: ${detail}`);
  }
}
