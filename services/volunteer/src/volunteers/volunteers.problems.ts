import { problems } from '@huying/http';

/** What the API refuses about volunteers. */
export const volunteerProblems = problems('volunteer', {
  alreadyRegistered: {
    status: 409,
    en: 'This person is a volunteer of the community already.',
    zh: '该人员已是本社区的志愿者。',
    remedy: { en: 'Change the profile with PATCH instead.', zh: '请改用 PATCH 修改资料。' },
  },
  phoneTaken: {
    status: 409,
    en: 'A volunteer of another name is registered with this telephone.',
    zh: '该电话已登记在另一位志愿者名下。',
    remedy: {
      en: 'If two people share the telephone, give each an `id`.',
      zh: '如两人共用一个电话,请为每人填写 `id`。',
    },
  },
  idForStaff: {
    status: 422,
    en: 'You register yourself; only staff can name another person.',
    zh: '您只能为自己注册,只有工作人员可以为他人注册。',
    remedy: { en: 'Leave `id` out.', zh: '请不要填写 `id`。' },
  },
  subjectUnfit: {
    status: 422,
    en: 'Your account has a name that cannot be used here: at most 100 letters, digits, `_`, `:` and `-`.',
    zh: '您的账号标识不符合要求:最多 100 个字母、数字、“_”、“:”或“-”。',
  },
  tooYoung: {
    status: 422,
    en: 'Volunteers must be at least {age} years old.',
    zh: '志愿者须年满 {age} 周岁。',
  },
  guardianConsentMissing: {
    status: 422,
    en: 'Under {age} years of age it takes the consent of a guardian (code `guardian`).',
    zh: '未满 {age} 周岁须经监护人同意(同意代码 guardian)。',
    remedy: {
      en: 'Add `guardian` to `consents` once a guardian has agreed.',
      zh: '监护人同意后,请在 `consents` 中加入 `guardian`。',
    },
  },
  birthDateImpossible: {
    status: 422,
    en: 'Nobody alive was born on this date.',
    zh: '出生日期不合理。',
  },
  idNumberMismatch: {
    status: 422,
    en: 'The identity number belongs to another date of birth.',
    zh: '身份证号码与出生日期不一致。',
  },
  suspended: {
    status: 409,
    en: 'The volunteer was suspended; only staff can take them back.',
    zh: '该志愿者已被暂停资格,须由工作人员恢复。',
  },
  trainingsForStaff: {
    status: 422,
    en: 'Trainings are attested by staff; nobody can enter their own.',
    zh: '培训证明由工作人员登记,不能自行填写。',
    remedy: {
      en: 'Leave `trainings` out and show the certificate to the staff.',
      zh: '请不要填写 `trainings`,将证书出示给工作人员。',
    },
  },
  notBlocked: {
    status: 409,
    en: 'This volunteer is not blocked: they can claim places.',
    zh: '该志愿者未被限制认领,无需解除。',
  },
  wrongState: {
    status: 409,
    en: 'This cannot be done with a volunteer who is {state}.',
    zh: '该志愿者当前状态为 {state},不能执行此操作。',
  },
  unknownGroup: {
    status: 422,
    en: 'One of the groups does not exist in your community.',
    zh: '其中有的志愿群在您的社区中不存在。',
    remedy: { en: 'Take the ids from GET /v1/groups.', zh: '请从 GET /v1/groups 中取编号。' },
  },
});
