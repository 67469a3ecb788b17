import { problems } from '@huying/http';

/** What the API refuses about the community's staff. */
export const workerProblems = problems('worker', {
  already: {
    status: 409,
    en: 'This person is on the list of the community’s staff already.',
    zh: '此人已在社区工作人员名册中。',
  },
  isContact: {
    status: 409,
    en: '{count} organisations turn to this person.',
    zh: '此人仍是 {count} 家社会组织的联系人。',
    remedy: { en: 'Name another contact person for them first.', zh: '请先为这些组织另行指定联系人。' },
  },
});
