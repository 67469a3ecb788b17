import type { Language } from '@huying/http';
import { catalogue } from '../../catalogue/catalogue-data.js';
import type { VersionedItem } from '../../catalogue/catalogue.js';

/** For whoever cannot say which item it is: what they write is classified, as a call is. */
export const GENERAL = 'general';

/** One field of a form that a service asks for beyond the specification's. */
export interface Attribute {
  readonly code: string;
  readonly datatype: 'datetime' | 'singlevaluelist';
  readonly zh: string;
  readonly en: string;
  readonly values: readonly { readonly key: string; readonly zh: string; readonly en: string }[];
}

/** What volunteers who come to a home want to know before. */
const visits: readonly Attribute[] = [
  {
    code: 'visit_time',
    datatype: 'datetime',
    zh: '希望上门的时间',
    en: 'When somebody may come',
    values: [],
  },
  {
    code: 'contact_by',
    datatype: 'singlevaluelist',
    zh: '希望的联系方式',
    en: 'How to be answered',
    values: [
      { key: 'phone', zh: '电话', en: 'By telephone' },
      { key: 'message', zh: '短信', en: 'By message' },
      { key: 'visit', zh: '上门', en: 'By a visit' },
    ],
  },
];

/** The attributes of an item; none of them is required. */
export const attributesOfItem = ({ usuallyAnsweredBy }: VersionedItem): readonly Attribute[] =>
  usuallyAnsweredBy === 'volunteers' || usuallyAnsweredBy === 'volunteer-group' ? visits : [];

const MINUTES_IN_HOUR = 60;

function soon(minutes: number, language: Language): string {
  const inHours = minutes % MINUTES_IN_HOUR === 0;
  const number = inHours ? minutes / MINUTES_IN_HOUR : minutes;
  if (language === 'zh-CN') return `通常在 ${number} ${inHours ? '小时' : '分钟'}内回应`;
  return `Usually answered within ${number} ${inHours ? 'h' : 'min'}`;
}

const named = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }, language: Language): string =>
  language === 'en' ? nameEn : nameZh;

/** What a service is called: the item, or the general one. */
export const serviceName = (item: VersionedItem | undefined, language: Language): string =>
  item ? named(item, language) : named({ nameZh: '其他需求', nameEn: 'Anything else' }, language);

/** The item as one of the list of services. */
export function serviceOf(item: VersionedItem, language: Language) {
  const category = catalogue.categories.find(({ code }) => code === item.category);
  return {
    service_code: item.code,
    service_name: serviceName(item, language),
    description: soon(item.usualResponseMinutes, language),
    metadata: attributesOfItem(item).length > 0,
    type: 'realtime',
    keywords: item.keywords.join(','),
    group: category ? named(category, language) : '',
  };
}

/** The service that takes what the caller cannot name. */
export const generalService = (language: Language) => ({
  service_code: GENERAL,
  service_name: serviceName(undefined, language),
  description:
    language === 'en' ? 'Write what it is about; it is classified here' : '请写明事由,由系统归类,必要时由工作人员归类',
  metadata: false,
  type: 'realtime',
  keywords: '',
  group: language === 'en' ? 'Other' : '其他',
});

/** The form of a service. */
export const definitionOf = (code: string, attributes: readonly Attribute[], language: Language) => ({
  service_code: code,
  attributes: attributes.map((attribute, at) => ({
    variable: true,
    code: attribute.code,
    datatype: attribute.datatype,
    required: false,
    datatype_description: attribute.datatype === 'datetime' ? 'ISO 8601, 2026-11-25T10:00:00+08:00' : null,
    order: at + 1,
    description: language === 'en' ? attribute.en : attribute.zh,
    values: attribute.values.map(({ key, zh, en }) => ({ key, name: language === 'en' ? en : zh })),
  })),
});
