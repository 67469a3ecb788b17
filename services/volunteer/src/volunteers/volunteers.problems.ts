import { problems } from '@huying/http';

/** What the API refuses about volunteers. */
export const volunteerProblems = problems('volunteer', {
  alreadyRegistered: {
    status: 409,
    en: 'This person is a volunteer of the community already.',
    zh: '该人员已是本社区的志愿者。',
    remedy: 'Change the profile with PATCH instead.',
  },
  phoneTaken: {
    status: 409,
    en: 'A volunteer of another name is registered with this telephone.',
    zh: '该电话已登记在另一位志愿者名下。',
    remedy: 'If two people share the telephone, give each an `id`.',
  },
  idForStaff: {
    status: 422,
    en: 'You register yourself; only staff can name another person.',
    zh: '您只能为自己注册,只有工作人员可以为他人注册。',
    remedy: 'Leave `id` out.',
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
    remedy: 'Add `guardian` to `consents` once a guardian has agreed.',
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
    remedy: 'Leave `trainings` out and show the certificate to the staff.',
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
    remedy: 'Take the ids from GET /v1/groups.',
  },
});
