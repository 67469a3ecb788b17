import { describe, expect, it } from '@jest/globals';
import { nameIn, runsIn } from './names-in-text.js';

describe('the name of an employer or premises in a text', () => {
  it.each([
    ['我在兴旺皮革厂干了三个月,老板跑了,工资一分没发', '兴旺皮革厂'],
    ['海宁市鸿运皮件有限公司拖欠工资', '鸿运皮件有限公司'],
    ['我是老王,在大兴皮革加工厂上班', '大兴皮革加工厂'],
    ['兴旺皮革厂的老板电话打不通,兴旺皮革厂欠我两个月工资', '兴旺皮革厂'],
  ])('in %s is %s', (text, name) => expect(nameIn(text)).toBe(name));

  it.each(['我们厂里不发工资', '三号楼电梯又坏了,物业不管', '', '公司', '邻居半夜唱歌'])('in "%s" is none', (text) =>
    expect(nameIn(text)).toBeUndefined(),
  );

  it('is found among the runs of its words if it is known', () => {
    expect([...runsIn('潮乡第三工坊的老板不发钱')]).toContain('潮乡第三工坊');
  });
});
