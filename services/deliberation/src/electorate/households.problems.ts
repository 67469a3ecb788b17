import { problems } from '@huying/http';

/** What the API refuses about households. */
export const householdProblems = problems('household', {
  enteredAlready: {
    status: 409,
    en: 'This home is entered already.',
    zh: '该住户已登记。',
    remedy: 'Find it with `GET /v1/households`, and enter accounts there.',
  },
  enteredOtherwise: {
    status: 409,
    en: 'This home is entered already, with another area, other owners or without one of these accounts.',
    zh: '该住户已登记,但面积、产权人或账号与此不同。',
    remedy: 'An import overwrites nothing: see what is entered with `GET /v1/households`, and enter accounts there.',
  },
  tenantOwns: {
    status: 422,
    en: 'A household of tenants has neither area nor owners.',
    zh: '租户不登记面积和产权人。',
    remedy: 'Enter the home and its owners as a household of its own, without the accounts of the tenants.',
  },
  accountTaken: {
    status: 409,
    en: 'One of these accounts acts for a household already.',
    zh: '其中有账号已属于其他住户。',
    remedy: 'An account acts for one household; leave it out, or remove it there first.',
  },
});
