import { words } from '../words.js';
import type { Dashboard } from './dashboard.js';
import { plain, yellowAndRed } from './panel.js';
import { pool, stored } from './parts.js';

/** The network of volunteers and what it gives. */
export const volunteers: Dashboard = {
  name: 'volunteers',
  title: words('志愿者与服务时长', 'Volunteers and hours'),
  about: words('有多少志愿者,他们付出了多少时间。', 'How many volunteers there are, and how much time they give.'),
  panels: [
    {
      title: words('在册志愿者', 'Active volunteers'),
      shows: words('可以认领的志愿者。', 'Volunteers who may claim.'),
      bad: words('突然减少:看是否有批量导入出错。', 'A sudden drop: see whether an import went wrong.'),
      runbook: 'events-late',
      kind: 'number',
      unit: 'short',
      thresholds: plain,
      queries: [{ expr: `sum(${stored('huying_volunteers', 'state="active"', 'state')})` }],
    },
    {
      title: words('服务时长', 'Time of service'),
      shows: words('服务记录中的累计时长。', 'All time in the service records.'),
      bad: words(
        '有服务而不增长:签退未记录,看事件积压。',
        'Services take place and it does not grow: check-outs are not recorded; look at the events.',
      ),
      runbook: 'events-late',
      kind: 'number',
      unit: 's',
      thresholds: plain,
      queries: [{ expr: `sum(${stored('huying_service_seconds')})` }],
    },
    {
      title: words('缺席(7 天)', 'Missed (7 days)'),
      shows: words('已认领而未到场的名额。', 'Places held to which nobody came.'),
      bad: words('增多:联系志愿者,提前提醒。', 'More of them: talk with the volunteers, remind them earlier.'),
      runbook: 'line-and-places',
      kind: 'number',
      unit: 'short',
      thresholds: yellowAndRed(10, 50),
      queries: [{ expr: `sum(${stored('huying_attendances', 'state="missed"', 'state')})` }],
    },
    {
      title: words('未完成的名额', 'Places nobody served'),
      shows: words(
        '结束超过一天仍未完成的名额。',
        'Places held in needs that ended over a day ago and were never completed.',
      ),
      bad: words('完成或取消这些需求。', 'Complete or cancel those needs.'),
      runbook: 'line-and-places',
      kind: 'number',
      unit: 'short',
      thresholds: yellowAndRed(1, 20),
      queries: [{ expr: `sum(max by (pool) (huying_claim_held_not_served{${pool}}))` }],
    },
    {
      title: words('志愿者状态', 'Volunteers by standing'),
      shows: words('在册、暂停、退出的志愿者。', 'Active, suspended, left.'),
      bad: words('暂停增多:看缺席记录与申诉。', 'More suspended: look at what was missed.'),
      runbook: 'line-and-places',
      kind: 'lines',
      unit: 'short',
      thresholds: plain,
      queries: [{ expr: `sum by (state) (${stored('huying_volunteers', '', 'state')})`, legend: '{{state}}' }],
    },
    {
      title: words('到场情况(7 天)', 'Attendance (7 days)'),
      shows: words('待到场、已放弃、已签到、已签退、缺席。', 'Expected, released, checked in, checked out, missed.'),
      bad: words(
        '已签到而不签退:现场二维码是否可见。',
        'Checked in and never out: is the code on the door to be seen?',
      ),
      runbook: 'line-and-places',
      kind: 'lines',
      unit: 'short',
      thresholds: plain,
      queries: [{ expr: `sum by (state) (${stored('huying_attendances', '', 'state')})`, legend: '{{state}}' }],
    },
    {
      title: words('每小时的服务时长', 'Service recorded an hour'),
      shows: words(
        '过去一小时新增的服务时长,按社区。',
        'Service that was recorded within the last hour, by community.',
      ),
      bad: words('为 0 而签退在进行:服务记录的事件积压。', '0 while people check out: events wait.'),
      runbook: 'events-late',
      kind: 'lines',
      unit: 's',
      thresholds: plain,
      queries: [
        {
          expr: `${stored('huying_service_seconds')} - min_over_time(${stored('huying_service_seconds')}[1h:1m])`,
          legend: '{{community}}',
        },
      ],
    },
  ],
};
