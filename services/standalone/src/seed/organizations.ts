/** Social organisations of Xishan with what they run, its venues, and how many partners its federation has. */

export type Standing = 'incubating' | 'graduated' | 'dormant';

/** A social organisation as it is seeded. */
export interface SeededOrganization {
  readonly name: string;
  readonly purpose: string;
  readonly standing: Standing;
  /** Full party members among its members: three and more form a branch of their own. */
  readonly fullMembers: number;
  readonly programme?: {
    readonly kind: 'classes' | 'campaign' | 'other';
    readonly name: string;
    readonly purpose: string;
  };
  readonly campaign?: {
    readonly title: string;
    readonly place: string;
    readonly recurrence: string;
    readonly minutes: number;
    readonly catalogueItemCode: string;
    readonly volunteers: number;
    readonly materials: readonly { readonly name: string; readonly pieces: number }[];
  };
}

export const HUB = '西山爱心联盟';

const named: readonly SeededOrganization[] = [
  { name: HUB, purpose: '枢纽型社会组织,联络培育各社会组织', standing: 'graduated', fullMembers: 5 },
  {
    ...{ name: '西山爱心教室', purpose: '假期为新居民子女上课', standing: 'graduated', fullMembers: 3 },
    programme: { kind: 'classes', name: '爱心教室', purpose: '寒暑假班:书法、绘画、作业辅导,2010 年起' },
  },
  {
    ...{ name: '潮城大喇叭宣讲团', purpose: '反诈宣传', standing: 'graduated', fullMembers: 3 },
    programme: { kind: 'campaign', name: '潮城大喇叭', purpose: '入户反诈宣传' },
    campaign: {
      ...{ title: '潮城大喇叭:入户反诈宣传', place: '西山小区', recurrence: 'FREQ=WEEKLY;BYDAY=SA', minutes: 150 },
      ...{ catalogueItemCode: 'CP-007', volunteers: 20, materials: [{ name: '反诈宣传册', pieces: 3_000 }] },
    },
  },
  {
    ...{ name: '文明海宁一道走志愿队', purpose: '清洁家园,文明劝导', standing: 'graduated', fullMembers: 4 },
    programme: { kind: 'campaign', name: '文明海宁一道走', purpose: '周末清洁街道' },
    campaign: {
      ...{ title: '文明海宁一道走:清洁街道', place: '西山公园', recurrence: 'FREQ=WEEKLY;BYDAY=SU', minutes: 120 },
      ...{ catalogueItemCode: 'CP-008', volunteers: 30, materials: [{ name: '垃圾夹', pieces: 60 }] },
    },
  },
  {
    ...{ name: '公益圆疆促进会', purpose: '结对帮扶边疆孩子', standing: 'graduated', fullMembers: 3 },
    programme: { kind: 'campaign', name: '公益圆疆', purpose: '为边疆的孩子收集图书与冬衣' },
    campaign: {
      ...{ title: '公益圆疆:收集与打包', place: '小区红管家驿站', recurrence: 'FREQ=MONTHLY;BYDAY=1SA', minutes: 180 },
      ...{ catalogueItemCode: 'CP-010', volunteers: 10, materials: [{ name: '纸箱', pieces: 200 }] },
    },
  },
  {
    ...{ name: '121爱回家寻人队', purpose: '走失老人,一小时内集结', standing: 'graduated', fullMembers: 3 },
    programme: { kind: 'other', name: '121爱回家', purpose: '寻找走失老人' },
  },
];

const themes = [
  '夕阳红',
  '巧手',
  '书香',
  '银龄',
  '邻里',
  '阳光',
  '暖心',
  '绿色',
  '平安',
  '红色讲堂',
  '乡音',
  '小候鸟',
  '健步',
];
const forms = ['互助社', '服务队', '文艺社', '工作室'];

/** How many there are, the hub and the five with a programme of a name among them. */
export const ORGANIZATIONS = 43;

/** All of them; who is not named above has a name put together. */
export const seededOrganizations: readonly SeededOrganization[] = [
  ...named,
  ...Array.from({ length: ORGANIZATIONS - named.length }, (_, index): SeededOrganization => {
    const form = forms[Math.floor(index / themes.length)] ?? '服务队';
    const name = `西山${themes[index % themes.length] ?? '邻里'}${form}`;
    const standing = index % 5 === 4 ? 'incubating' : index % 18 === 17 ? 'dormant' : 'graduated';
    return { name, purpose: `${name}:居民自发,服务邻里`, standing, fullMembers: index % 2 === 0 ? 3 : 1 };
  }),
];

const daily = [1, 2, 3, 4, 5, 6, 7];
const hours = (from: string, until: string) => daily.map((weekday) => ({ weekday, from, until }));

/** Where residents meet. */
export const seededVenues = [
  {
    ...{ name: '西山社区居民会客厅', kind: 'parlour', building: '社区中心', capacity: 80, shutOnHolidays: false },
    ...{ equipment: ['projector', 'piano', 'kitchen'], hours: hours('08:00', '21:00') },
  },
  {
    ...{
      name: '海棠苑小区红管家驿站',
      kind: 'steward-station',
      building: '海棠苑1幢',
      capacity: 20,
      shutOnHolidays: false,
    },
    ...{ equipment: ['tools', 'first-aid-kit'], hours: hours('08:30', '20:00') },
  },
  {
    ...{ name: '12幢楼道议事会', kind: 'stairwell-council', building: '12幢', capacity: 12, shutOnHolidays: false },
    ...{ equipment: ['whiteboard'], hours: hours('09:00', '20:30') },
  },
  {
    ...{ name: '西山社区活动室', kind: 'activity-room', building: '社区中心', capacity: 60, shutOnHolidays: true },
    ...{ equipment: ['tables', 'projector'], hours: hours('08:00', '20:00') },
  },
] as const;

/** The community's staff: full-time workers, and social workers of projects. */
export const WORKERS = { 'community-worker': 18, 'project-worker': 32 } as const;

/** The federation (新居民发展联合会). */
export const PARTNERS = { 'listed-company': 9, 'chamber-of-commerce': 7, 'new-stratum': 240 } as const;
