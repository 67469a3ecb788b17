import { permissionsOf, roles, type Permission, type Role } from '@huying/auth';
import i18next from 'i18next';
import Negotiator from 'negotiator';
import type { Problem } from './problems.js';
import { type Violation } from './problems.js';

/** The languages of the API, the first for whoever asks for neither. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

const texts = i18next.createInstance();
await texts.init({
  lng: 'zh-CN',
  interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  keySeparator: false,
  nsSeparator: false,
});

/** RFC 9457, with a stable `code`, what to do, the violations and the request's id. */
export interface ProblemView {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  remedy?: string;
  permission?: { name: Permission; roles: readonly Role[] };
  instance: string;
  requestId: string;
  errors?: { pointer: string; code: string; detail: string }[];
}

/** The language of the answer, by Accept-Language. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (!acceptLanguage) return 'zh-CN';
  const asked = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).languages();
  for (const tag of asked) {
    if (tag === '*') return 'zh-CN';
    const found = languages.find((language) => language.split('-')[0] === tag.toLowerCase().split('-')[0]);
    if (found) return found;
  }
  return 'zh-CN';
}

const pick = (text: { en: string; zh: string }, language: Language) => (language === 'en' ? text.en : text.zh);

const violationView = (violation: Violation, language: Language) => ({
  pointer: violation.pointer,
  code: violation.code,
  detail: pick(violation, language),
});

const rolesWith = (permission: Permission): readonly Role[] =>
  roles.filter((role) => permissionsOf[role].includes(permission));

/** A problem in the language of the one who asked. */
export function problemView(problem: Problem, language: Language, path: string, requestId: string): ProblemView {
  const { type, parameters, violations, missing } = problem;
  const text = pick(type, language);
  // Most texts have nothing to fill in, and a rush asks for the same one thousands of times a second.
  const detail = text.includes('{') ? texts.t(text, { ...parameters, defaultValue: text }) : text;
  return {
    type: `urn:huying:problem:${type.code}`,
    title: type.code.replaceAll('-', ' '),
    status: type.status,
    code: type.code,
    detail,
    ...(type.remedy && { remedy: pick(type.remedy, language) }),
    ...(missing && { permission: { name: missing, roles: rolesWith(missing) } }),
    instance: path,
    requestId,
    ...(violations.length > 0 && { errors: violations.map((violation) => violationView(violation, language)) }),
  };
}
