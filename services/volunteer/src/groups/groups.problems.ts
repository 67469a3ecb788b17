import { problems } from '@huying/http';

/** What the API refuses about groups. */
export const groupProblems = problems('group', {
  nameTaken: {
    status: 409,
    en: 'The community has a group of this name already.',
    zh: '本社区已有同名志愿群。',
  },
  volunteerNotActive: {
    status: 409,
    en: 'Only active volunteers can join; this one is {state}.',
    zh: '只有在册的志愿者可以入群,该志愿者当前状态为 {state}。',
  },
});
