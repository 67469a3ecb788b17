import { problems } from '@huying/http';

/** What the API refuses about households. */
export const householdProblems = problems('household', {
  enteredAlready: {
    status: 409,
    en: 'This home is entered already.',
    zh: '该住户已登记。',
    remedy: {
      en: 'Find it with `GET /v1/households`, and enter accounts there.',
      zh: '请用 `GET /v1/households` 查找,并在那里登记账号。',
    },
  },
  enteredOtherwise: {
    status: 409,
    en: 'This home is entered already, with another area, other owners or without one of these accounts.',
    zh: '该住户已登记,但面积、产权人或账号与此不同。',
    remedy: {
      en: 'An import overwrites nothing: see what is entered with `GET /v1/households`, and enter accounts there.',
      zh: '导入不会覆盖已有内容:请用 `GET /v1/households` 查看已登记的内容,并在那里登记账号。',
    },
  },
  tenantOwns: {
    status: 422,
    en: 'A household of tenants has neither area nor owners.',
    zh: '租户不登记面积和产权人。',
    remedy: {
      en: 'Enter the home and its owners as a household of its own, without the accounts of the tenants.',
      zh: '请将该住房及其业主单独登记为一户,不含租户的账号。',
    },
  },
  accountTaken: {
    status: 409,
    en: 'One of these accounts acts for a household already.',
    zh: '其中有账号已属于其他住户。',
    remedy: {
      en: 'An account acts for one household; leave it out, or remove it there first.',
      zh: '一个账号只代表一户;请不要填写,或先在原住户中移除。',
    },
  },
});
