import { problems } from '@huying/http';

/** What the API refuses about findings. */
export const findingProblems = problems('finding', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a finding that is {state}.',
    zh: '问题当前为 {state},不能进行此操作。',
  },
  worksOver: {
    status: 409,
    en: 'The works are done: no finding is raised, and none that is closed is opened again.',
    zh: '工程已竣工,不能再提出问题或重新打开已销号的问题。',
    remedy: {
      en: 'Report what comes up now as a call: `POST /v1/calls`.',
      zh: '此后发现的问题请作为诉求提出:`POST /v1/calls`。',
    },
  },
  noSuchStage: {
    status: 422,
    en: 'The works have {stages} stages.',
    zh: '该工程只有 {stages} 个阶段。',
  },
  dueNotInTime: {
    status: 422,
    en: 'A {severity} finding is to be rectified within {days} days from today.',
    zh: '{severity} 级问题应自今日起 {days} 日内整改。',
    remedy: { en: 'Leave `dueOn` out to give all of them.', zh: '请不要填写 `dueOn`,即给予全部期限。' },
  },
  notInTheTeam: {
    status: 403,
    en: 'Only a resident in the team that watches these works, within their term, does this.',
    zh: '只有任期内的该工程监督员才能进行此操作。',
    remedy: {
      en: 'The team is in `GET /v1/works/{workId}`; staff seat residents in it.',
      zh: '监督团成员见 `GET /v1/works/{workId}`,由工作人员安排居民加入。',
    },
  },
  notTheContractor: {
    status: 403,
    en: 'Only the contractor of these works, or staff for them, does this.',
    zh: '只有该工程施工方(或工作人员代录)才能进行此操作。',
  },
  ownFinding: {
    status: 403,
    en: 'Another supervisor checks: you raised this finding, reopened it last, or said that it is rectified.',
    zh: '须由其他监督员复查:您是该问题的提出人、上次复查退回人或整改登记人。',
    remedy: { en: 'Let a third member of the team look.', zh: '请由监督团的另一名成员复查。' },
  },
  dueOnlyWithReopening: {
    status: 422,
    en: 'A finding that is closed has no day by which it is to be rectified.',
    zh: '复查通过销号时不填整改期限。',
    remedy: { en: 'Leave `dueOn` out, or set `passed` to false.', zh: '请不要填写 `dueOn`,或将 `passed` 设为 false。' },
  },
});
