import { problems } from '@huying/http';

/** What the API refuses about warnings. */
export const warningProblems = problems('warning', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a warning that is {state}.',
    zh: '预警当前为 {state},不能进行此操作。',
  },
});
