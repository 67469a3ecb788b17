import { problems } from '@huying/http';

/** What the API refuses about carrying out what residents decided. */
export const priorityProblems = problems('priority', {
  roundUnknown: {
    status: 422,
    en: 'There is no such round in this community.',
    zh: '本社区没有该轮次。',
  },
  notDecided: {
    status: 409,
    en: 'Residents have not decided for it: the round is {outcome}.',
    zh: '居民尚未作出同意的决定:该轮次为 {outcome}。',
    remedy: {
      en: 'Wait until the round is closed; nothing is carried out of one that failed.',
      zh: '请等到本轮截止;未通过的轮次没有可落实的事项。',
    },
  },
  optionUnknown: {
    status: 422,
    en: 'The round has no option {option}.',
    zh: '该轮次没有选项 {option}。',
    remedy: {
      en: 'Take the id of an option from GET /v1/rounds/{roundId}/priorities.',
      zh: '请从 GET /v1/rounds/{roundId}/priorities 中取选项编号。',
    },
  },
  notWanted: {
    status: 409,
    en: 'No ballot names option {option}.',
    zh: '没有一票选择选项 {option}。',
  },
});
