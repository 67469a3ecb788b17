import type { Language } from '@huying/http';
import type { NeedState } from '../needs/need.entity.js';

export const statuses = ['open', 'closed'] as const;
export type Status = (typeof statuses)[number];

/** How far a report is: what its need is in, or that nobody has raised one yet. */
export type Progress = NeedState | 'received';

const closed: readonly Progress[] = ['completed', 'closed', 'cancelled', 'expired'];

/** Open and closed as the specification has them. */
export const statusOf = (progress: Progress): Status => (closed.includes(progress) ? 'closed' : 'open');

export const closedStates = closed;

const notes: Readonly<Record<Progress, { readonly zh: string; readonly en: string }>> = {
  received: { zh: '已收到,社区工作人员正在核实', en: 'Received; the community is looking at it' },
  draft: { zh: '已立项,正在准备', en: 'Accepted; it is being prepared' },
  published: { zh: '已发布,正在招募志愿者', en: 'Published; volunteers are wanted' },
  filled: { zh: '志愿者已到位', en: 'Volunteers have been found' },
  'in-service': { zh: '正在服务', en: 'The service is under way' },
  completed: { zh: '服务已完成', en: 'The service is done' },
  closed: { zh: '已办结', en: 'Closed' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  expired: { zh: '已过期,未能安排', en: 'Expired; it could not be arranged' },
};

/** What is said of it: never what somebody wrote as a reason, which may name people. */
export const noteOf = (progress: Progress, language: Language): string =>
  language === 'en' ? notes[progress].en : notes[progress].zh;
