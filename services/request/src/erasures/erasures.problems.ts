import { problems } from '@huying/http';

/** What the API refuses about erasing callers. */
export const callerProblems = problems('caller', {
  notNamed: {
    status: 422,
    en: 'Name the caller by their telephone, or by one of their calls.',
    zh: '请提供来电人电话或其中一个来电编号。',
  },
  unknown: {
    status: 404,
    en: 'No call of this caller is known; it may have been erased.',
    zh: '没有该来电人的来电记录,可能已经删除。',
  },
  needsOpen: {
    status: 409,
    en: 'Needs of this caller are not over: {needs}.',
    zh: '该来电人的需求尚未结束:{needs}。',
    remedy: {
      en: 'Complete or cancel them first; until then the details are needed to help.',
      zh: '请先完成或取消这些需求;在此之前,提供帮助仍需要这些信息。',
    },
  },
});
