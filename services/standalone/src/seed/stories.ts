/** What became of a call, as far as the seed plays it. */
export type Ending = 'call-only' | 'draft' | 'published' | 'filled' | 'in-service' | 'cancelled';

/** A call, and the need that came of it. Nobody in them exists. */
export interface Story {
  readonly channel: 'hotline' | 'walk-in' | 'grid-worker';
  readonly text: string;
  readonly callerName: string;
  readonly ending: Ending;
  readonly need?: {
    readonly item: string;
    readonly title: string;
    readonly places: number;
    /** From now to the start, and how long it lasts. */
    readonly startsInHours: number;
    readonly hours: number;
    readonly location: { readonly name: string; readonly building?: string };
    readonly skills?: readonly string[];
    readonly minimumAge?: number;
    /** The groups that may claim; none: everybody. */
    readonly groups?: readonly string[];
    readonly privateDetails?: string;
  };
}

/** What is going on in Xishan when the platform is first opened. */
export const stories: readonly Story[] = [
  {
    channel: 'hotline',
    text: '我妈妈一个人住,膝盖不好,想请人明天陪她去人民医院复查,我在外地赶不回来。',
    callerName: '沈明芳',
    ending: 'published',
    need: {
      item: 'LC-008',
      title: '陪同就医:陪老人到人民医院复查',
      places: 1,
      startsInHours: 26,
      hours: 3,
      location: { name: '西山小区', building: '12幢' },
      minimumAge: 18,
      privateDetails: '12幢2单元301,老人听力不好,请多敲几次门。',
    },
  },
  {
    channel: 'hotline',
    text: '家里的电灯不亮了,开关也松了,想找人来修一下。',
    callerName: '钱宝根',
    ending: 'filled',
    need: {
      item: 'LC-003',
      title: '门锁灯具小修:更换电灯与开关',
      places: 2,
      startsInHours: 30,
      hours: 2,
      location: { name: '海棠苑', building: '3幢' },
      groups: ['西山便民维修队'],
    },
  },
  {
    channel: 'grid-worker',
    text: '12幢的老人理发不方便,下午居民会客厅有便民服务,想请两位志愿者来帮忙。',
    callerName: '网格员',
    ending: 'in-service',
    need: {
      item: 'LC-004',
      title: '便民服务日:理发缝补磨刀',
      places: 2,
      startsInHours: 0.5,
      hours: 3,
      location: { name: '西山社区居民会客厅' },
    },
  },
  {
    channel: 'walk-in',
    text: '楼上几位独居老人天冷了不大出门,希望有人去看看他们。',
    callerName: '许阿婆',
    ending: 'published',
    need: {
      item: 'SG-001',
      title: '独居老人探访:天冷了去坐坐',
      places: 20,
      startsInHours: 50,
      hours: 2,
      location: { name: '西山小区' },
      minimumAge: 16,
    },
  },
  {
    channel: 'grid-worker',
    text: '最近又有老人接到冒充客服的电话,建议再做一次反诈宣传。',
    callerName: '网格员',
    ending: 'published',
    need: {
      item: 'CP-007',
      title: '潮城大喇叭:入户反诈宣传',
      places: 30,
      startsInHours: 74,
      hours: 3,
      location: { name: '西山社区居民会客厅' },
      groups: ['潮城大喇叭反诈队', '小区红管家'],
    },
  },
  {
    channel: 'hotline',
    text: '外婆手机不会用,想找年轻人教她视频通话。',
    callerName: '陆小雨',
    ending: 'draft',
    need: {
      item: 'SG-020',
      title: '老年人智能手机教学:学会视频通话',
      places: 5,
      startsInHours: 98,
      hours: 2,
      location: { name: '小区红管家驿站' },
      skills: ['computers'],
    },
  },
  {
    channel: 'walk-in',
    text: '周末想组织大家捡拾河边的垃圾。',
    callerName: '顾建平',
    ending: 'cancelled',
    need: {
      item: 'CP-008',
      title: '文明海宁一道走:清洁河岸',
      places: 40,
      startsInHours: 60,
      hours: 2,
      location: { name: '西山公园' },
    },
  },
  {
    channel: 'hotline',
    text: '我们小区车位太少,晚上回来根本停不进去,消防通道都堵了。',
    callerName: '朱建华',
    ending: 'call-only',
  },
  { channel: 'hotline', text: '老房子没有电梯,想问加装电梯怎么申请。', callerName: '严秀英', ending: 'call-only' },
  { channel: 'hotline', text: '地下车库停车又涨价了,物业说不清楚为什么。', callerName: '马国庆', ending: 'call-only' },
];
