import type { Permission } from '@huying/auth';

/**
 * Refusals and errors as RFC 9457 problems. Each aggregate declares its own beside its decisions; the declarations are
 * all there is: texts, OpenAPI answers and docs/errors.md are made from them.
 */

/** What is stated of a problem, once. `{name}` in a text is filled from the parameters. */
export interface ProblemDeclaration {
  readonly status: number;
  readonly en: string;
  readonly zh: string;
  /** What the client can do about it. Nothing is filled in: `{claimId}` in it is that of a path. */
  readonly remedy?: { readonly en: string; readonly zh: string };
  /** Seconds for Retry-After. */
  readonly retryAfter?: number;
}

/** A declared problem: its code is stable, clients branch on it. */
export interface ProblemType extends ProblemDeclaration {
  readonly code: string;
}

/** Values for the texts; never personal data. */
export type ProblemParameters = Readonly<Record<string, string | number>>;

/** One violation of the input, by JSON pointer. */
export interface Violation {
  readonly pointer: string;
  readonly code: string;
  readonly en: string;
  readonly zh: string;
}

/** Thrown to refuse; the HTTP layer makes the answer of it. */
export class Problem extends Error {
  /** Headers of the answer, besides those that every problem has. */
  readonly headers: Record<string, string> = {};
  /** The permission that the caller would need. */
  missing?: Permission;

  constructor(
    readonly type: ProblemType,
    readonly parameters: ProblemParameters = {},
    readonly violations: readonly Violation[] = [],
    options?: ErrorOptions,
  ) {
    super(type.code, options);
  }

  get code(): string {
    return this.type.code;
  }
}

/** Makes a problem of a declared type: `needProblems.notADraft({ state })`. */
export interface ProblemMaker {
  (parameters?: ProblemParameters, options?: ErrorOptions): Problem;
  readonly type: ProblemType;
}

const declared = new Map<string, ProblemType>();

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * Declares the problems of an aggregate; `notADraft` under `need` gets the code `need-not-a-draft`.
 * An empty prefix leaves the name alone. Two declarations of one code are a mistake and throw at load.
 */
export function problems<Name extends string>(
  prefix: string,
  declarations: Readonly<Record<Name, ProblemDeclaration>>,
): Readonly<Record<Name, ProblemMaker>> {
  const makers = {} as Record<Name, ProblemMaker>;
  for (const name of Object.keys(declarations) as Name[]) {
    const code = [prefix, kebab(name)].filter(Boolean).join('-');
    if (declared.has(code)) throw new Error(`The problem code ${code} is declared twice.`);
    const type: ProblemType = { code, ...declarations[name] };
    declared.set(code, type);
    makers[name] = Object.assign(
      (parameters?: ProblemParameters, options?: ErrorOptions) => new Problem(type, parameters, [], options),
      { type },
    );
  }
  return makers;
}

/** Every problem declared by the modules that are loaded, by code. */
export function declaredProblems(): readonly ProblemType[] {
  return [...declared.values()].sort((a, b) => a.code.localeCompare(b.code));
}
