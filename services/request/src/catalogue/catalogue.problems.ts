import { problems } from '@huying/http';

/** What the API refuses about the catalogue. */
export const catalogueProblems = problems('catalogue', {
  itemNotFound: {
    status: 404,
    en: 'The catalogue has no item {code}.',
    zh: '需求清单中没有 {code} 项。',
    remedy: { en: 'Choose a code from GET /v1/catalogue.', zh: '请从 GET /v1/catalogue 中选择编码。' },
  },
});
