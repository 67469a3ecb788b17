import { problems } from '@huying/http';

/** What the API refuses about consultations. */
export const consultationProblems = problems('consultation', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a consultation that is {state}.',
    zh: '协商当前为 {state},不能进行此操作。',
  },
  roundOpen: {
    status: 409,
    en: 'A round of this consultation is still open.',
    zh: '本协商尚有进行中的轮次。',
    remedy: 'Wait until it has closed; no round is closed before its time.',
  },
});
