/** Xishan community (西山社区, Haining) with its numbers. */
export const COMMUNITY = {
  id: 'xishan',
  name: '西山社区',
  volunteers: 21_000,
  partyMembers: 4_500,
} as const;

/** The volunteer groups (志愿群). */
export const groups: readonly { readonly name: string; readonly description: string }[] = [
  { name: '西山红帮帮团', description: '邻里互助,随叫随到' },
  { name: '金姐热线接听队', description: '轮值接听热线,登记居民诉求' },
  { name: '小区红管家', description: '小区巡查,停车与电梯事务' },
  { name: '楼道红管家', description: '楼道里的事,楼道里办' },
  { name: '西山便民维修队', description: '水电、家电、门锁小修' },
  { name: '银龄互助群', description: '低龄老人帮助高龄老人' },
  { name: '爱心教室志愿群', description: '假期为新居民子女上课' },
  { name: '潮城大喇叭反诈队', description: '入户反诈宣传' },
  { name: '文明海宁一道走', description: '周末清洁家园' },
  { name: '公益圆疆', description: '结对帮扶边疆孩子' },
  { name: '121爱回家寻人队', description: '走失老人,一小时内集结' },
  { name: '乡帮宁调解群', description: '用乡音解乡愁,化纠纷' },
];

/** What volunteers can do, by code. */
export const skills = [
  'first-aid',
  'home-repair',
  'electrical',
  'driving',
  'teaching',
  'haircut',
  'cooking',
  'calligraphy',
  'counselling',
  'legal-advice',
  'sign-language',
  'photography',
  'translation',
  'childcare',
  'elderly-care',
  'computers',
] as const;

/** Where people come from (GB/T 2260) and how they talk there. The first is Haining itself. */
export const hometowns: readonly { readonly code: string; readonly dialect: string }[] = [
  { code: '330481', dialect: 'wu-haining' },
  { code: '330402', dialect: 'wu-jiaxing' },
  { code: '330109', dialect: 'wu-hangzhou' },
  { code: '330604', dialect: 'wu-shaoxing' },
  { code: '330327', dialect: 'wu-wenzhou' },
  { code: '341202', dialect: 'zhongyuan' },
  { code: '341502', dialect: 'zhongyuan' },
  { code: '411502', dialect: 'zhongyuan' },
  { code: '421002', dialect: 'southwestern' },
  { code: '430602', dialect: 'xiang' },
  { code: '360102', dialect: 'gan' },
  { code: '500101', dialect: 'southwestern' },
  { code: '511302', dialect: 'southwestern' },
  { code: '520302', dialect: 'southwestern' },
  { code: '350505', dialect: 'min-nan' },
];
