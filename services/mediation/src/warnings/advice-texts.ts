import type { Advice } from './decide-advice.js';

/** What to do, for a person who reads the warning. */
export const adviceTexts: Readonly<Record<Advice, { readonly en: string; readonly zh: string }>> = {
  'speak-with-those-concerned': {
    en: 'Speak with those concerned before they meet each other in anger.',
    zh: '尽早与相关人员见面沟通,了解诉求。',
  },
  'visit-employer': { en: 'Visit the employer, and see whether work goes on.', zh: '走访用工单位,核实经营状况。' },
  'tell-labour-inspectorate': { en: 'Tell the labour inspectorate.', zh: '通报劳动保障监察机构。' },
  'visit-premises': { en: 'Visit the premises.', zh: '到现场查看。' },
  'speak-with-property-manager': { en: 'Speak with the property management.', zh: '约谈物业服务企业。' },
  'call-neighbours-together': { en: 'Call the neighbours together.', zh: '召集邻里协商。' },
  'speak-with-landlord': { en: 'Speak with the landlord.', zh: '约谈出租人。' },
  'tell-market-supervision': { en: 'Tell the market supervision.', zh: '通报市场监管部门。' },
  'ask-hometown-association': {
    en: 'Ask the association of that hometown to help.',
    zh: '请同乡组织协助沟通。',
  },
  'offer-group-mediation': {
    en: 'Offer mediation to all of them together, with representatives whom they elect.',
    zh: '引导推选代表人,提供集体调解。',
  },
};
