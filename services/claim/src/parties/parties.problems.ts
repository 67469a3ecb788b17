import { problems } from '@huying/http';

export const partyProblems = problems('party', {
  names: {
    status: 422,
    en: 'A party has two to ten different people, and whoever opens it is one of them.',
    zh: '结伴人数应为二至十人,发起人自动加入,不得重复。',
    remedy: { en: 'Name one to nine others in `volunteerIds`.', zh: '请在 `volunteerIds` 中填写一至九名其他成员。' },
  },
  unknown: {
    status: 404,
    en: 'No party with this id has you among its members.',
    zh: '找不到您参加的该结伴。',
  },
});
