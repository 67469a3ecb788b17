import { problems } from '@huying/http';

/** What the API refuses about results. */
export const resultProblems = problems('result', {
  notYet: {
    status: 409,
    en: 'The round has not been counted yet; it closes at {until}.',
    zh: '本轮尚未计票,截止时间为 {until}。',
  },
});
