/** Words of grammar and of courtesy say nothing about what a call is about (的, 请问, 反映, 解决 …). */
const grammar = `的 了 着 过 是 在 有 没 没有 不 不是 不能 不会 不到 不要 无 无法 也 都 就 还 还是 又 再 再次 很 太 更 最 非常 特别 十分 已 已经 曾 正 正在
将 会 能 能否 能不能 可 可以 可否 要 想 想要 应 应该 必须 需 需要 得 被 把 让 给 叫 使 向 往 从 到 对 对于 关于 由 由于 于 与 和 跟 同 及 以及 或 或者
而 而且 但 但是 却 因 因为 所以 如果 若 虽然 即使 只 只有 只要 仅 才 便 并 并且 且 则 那 那么 那个 那里 那些 这 这个 这里 这些 这样 这么 此 该 其 其他 其它
某 每 每天 每次 各 各种 什么 怎么 怎么办 怎样 如何 为什么 为何 为啥 哪 哪里 哪个 谁 几 多少 多 多次 少 吗 呢 吧 啊 呀 哦 嗯 哈 哈哈 喂 我 我们 我家 你 你们 您
他 她 它 他们 她们 自己 本人 大家 别人 人 人家 有人 个 一个 一下 一些 一点 一直 一 二 两 三 四 五 六 七 八 九 十 次 种 年 月 日 天 号 点 里 上 下 中 内
外 前 后 左 右 时 时候 之 之后 之前 以 以后 以前 后来 现在 目前 今天 昨天 明天 今年 去年 早上 上午 中午 下午 晚上 当时 至今 最近 经常 常 总是 老是 老 好 坏
大 小 来 去 说 看 做 搞 弄 办 用 拿 打 请 起 出 进 开 等 像 比 为 所 地 完 成 开始 进行 出现 导致 造成 存在 属于 包括 根据 按照 通过 经过 随着`;

const courtesy = `你好 您好 谢谢 感谢 麻烦 辛苦 请问 求助 恳请 请求 希望 盼 盼望 建议 咨询 投诉 举报 反映 反应 强烈 强烈要求 要求 尊敬 领导 书记 市长 部门 有关 有关部门
相关 相关部门 政府 市政府 解决 处理 回复 答复 帮助 帮忙 关注 重视 协调 督促 落实 望 问题 情况 事情 事 原因 影响 严重 长期 至今 办理`;

/** Words of any call in a community: evidence only beside another word of the same keyword (社区 + 食堂). */
const everywhere = `小区 社区 居民 业主 市民 住户 群众 老百姓 村民 街道 市 县 区 省 镇 乡 村 路 栋 单元 楼 期 家 家里 房 房子 地方 附近 周边 门口 旁边 服务 管理 生活 工作 人员 工作人员
公司 单位 有限公司 公共 安全 使用 提供 项目 建设 方便 不便 不方便 东西 时间 费用 收费 标准 活动 申请 合同 占用 城市 中心 公用 建筑 登记 维护 帮扶 行动 关爱 救助 上门
设置 设施 开通 注册 安装 经营 收取 支付 检查 转移 居住 工程 配套 土地 发展 房屋 公寓 销售 信息 电话 政策 规定 补贴 照顾 老人 孩子 小孩 学生 学校 大学 汽车 交通 出行 商业 改造
鉴定 通道 出口 地下 顾问 逾期 网上 微信 消费 环境 部分 设备 机构 楼上 楼下 邻居 晚上 深夜 凌晨
作为 市场 办事 app 广场 何时 企业 申报 增设 引进 强制 农村 会用 保护 护理 新建`;

/** Says nothing, neither alone nor in a phrase. */
export const stopWords: ReadonlySet<string> = new Set(`${grammar} ${courtesy}`.split(/\s+/));

/** Says nothing alone. */
export const weakWords: ReadonlySet<string> = new Set(everywhere.split(/\s+/));

/** The same for the English names of items. */
export const englishStopWords: ReadonlySet<string> = new Set(
  `a an and are at by can do for from has have how i in is it me my no not of on or our so that the they this to up
was we what when where who why with you your`.split(/\s+/),
);
