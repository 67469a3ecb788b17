import { problems } from '@huying/http';

/** What the API refuses about consultations. */
export const consultationProblems = problems('consultation', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a consultation that is {state}.',
    zh: '协商当前为 {state},不能进行此操作。',
  },
  problemUnknown: {
    status: 422,
    en: 'There is no such common problem in this community, or it is not known here yet.',
    zh: '本社区没有该共性问题,或尚未同步。',
    remedy: {
      en: 'Take the id from GET /v1/common-problems; of one found just now try again in a moment.',
      zh: '请从 GET /v1/common-problems 中取编号;刚刚发现的,请稍后再试。',
    },
  },
  problemTakenUp: {
    status: 409,
    en: 'Residents are consulted about this common problem already: {consultationId}.',
    zh: '该共性问题已进入协商:{consultationId}。',
  },
  metInTheFuture: {
    status: 422,
    en: 'Minutes are of a meeting that has been held.',
    zh: '会议尚未召开,不能发布纪要。',
  },
  tooManyDocuments: {
    status: 409,
    en: 'A consultation shows at most {most} photos and plans.',
    zh: '一次协商最多展示 {most} 份图片和图纸。',
  },
  roundOpen: {
    status: 409,
    en: 'A round of this consultation is still open.',
    zh: '本协商尚有进行中的轮次。',
    remedy: {
      en: 'Wait until it has closed; no round is closed before its time.',
      zh: '请等到本轮截止;任何轮次都不能提前截止。',
    },
  },
});
