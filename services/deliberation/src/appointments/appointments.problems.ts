import { problems } from '@huying/http';

/** What the API refuses about the parts of the estate. */
export const territoryProblems = problems('territory', {
  parentDoesNotFit: {
    status: 422,
    en: 'A {kind} lies in a {parent}; a grid lies in nothing.',
    zh: '{kind} 须隶属于 {parent};网格没有上级。',
    remedy: {
      en: 'Name a part of the estate of the right kind as `parentId`.',
      zh: '请以 `parentId` 指定小区中类型相符的部分。',
    },
  },
  nameTaken: {
    status: 409,
    en: 'Another part of the estate of this kind has this name there.',
    zh: '同一上级下已有同名的同类区域。',
  },
});

/** What the API refuses about appointments. */
export const appointmentProblems = problems('appointment', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with an appointment that is {state}.',
    zh: '该任职当前为 {state},不能进行此操作。',
  },
  notWilling: {
    status: 409,
    en: 'Nobody is appointed who has not said that they are willing.',
    zh: '须本人同意后方可任命。',
    remedy: {
      en: 'Let the person answer: `POST /v1/appointments/{appointmentId}/answer`.',
      zh: '请本人答复:`POST /v1/appointments/{appointmentId}/answer`。',
    },
  },
  territoryDoesNotFit: {
    status: 422,
    en: 'The office {office} is not held for a {kind}.',
    zh: '{office} 一职不适用于 {kind} 类区域。',
    remedy: {
      en: 'grid-worker: a grid; stairwell-steward: a stairwell or a building; micro-grid-leader: a micro-grid.',
      zh: 'grid-worker 对应网格;stairwell-steward 对应楼道或楼幢;micro-grid-leader 对应微网格。',
    },
  },
  termReversed: {
    status: 422,
    en: 'A term ends on or after the day on which it begins, and not before today.',
    zh: '任期结束日期不得早于开始日期,也不得早于今天。',
  },
  termTooLong: {
    status: 422,
    en: 'A term lasts {years} years at most, like that of the residents’ committee.',
    zh: '任期最长 {years} 年,与居民委员会任期一致。',
  },
  officeTaken: {
    status: 409,
    en: 'Somebody holds this office there at that time.',
    zh: '该区域在此期间已有人担任此职。',
    remedy: {
      en: 'Let the term begin after theirs ends, or end theirs first.',
      zh: '请让任期在前任届满之后开始,或先结束前任的任期。',
    },
  },
  notYoursToDismiss: {
    status: 403,
    en: 'Whoever holds an office can resign; only staff dismiss.',
    zh: '本人只能辞任,免职须由工作人员办理。',
    remedy: { en: 'Send `cause: resigned`.', zh: '请发送 `cause: resigned`。' },
  },
});
