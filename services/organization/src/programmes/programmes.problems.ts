import { problems } from '@huying/http';

/** What the API refuses about programmes. */
export const programmeProblems = problems('programme', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a programme that is {state}.',
    zh: '项目当前为 {state},不能进行此操作。',
  },
  organizationNotAtWork: {
    status: 409,
    en: 'Only an organisation at work runs programmes; this one is {state}.',
    zh: '只有在册运行的社会组织才能开展项目,该组织当前为 {state}。',
  },
  unknownOrganization: {
    status: 422,
    en: 'There is no such organisation in your community.',
    zh: '您的社区中没有该社会组织。',
  },
  periodUpsideDown: {
    status: 422,
    en: 'A programme ends after it begins, and not in the past.',
    zh: '项目的结束日期必须晚于开始日期,且不能已过。',
  },
  stillRunning: {
    status: 409,
    en: 'It still has {count} campaigns or terms under way.',
    zh: '该项目还有 {count} 个进行中的活动或学期。',
    remedy: { en: 'End them first.', zh: '请先结束它们。' },
  },
  wrongKind: {
    status: 422,
    en: 'This programme is of the kind {kind}.',
    zh: '该项目类型为 {kind},不适用此操作。',
  },
});

/** What the API refuses about campaigns, their activities and shipments. */
export const campaignProblems = problems('campaign', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a campaign that is {state}.',
    zh: '活动计划当前为 {state},不能进行此操作。',
  },
  programmeNotOpen: {
    status: 409,
    en: 'The programme is not open.',
    zh: '所属项目尚未开始或已结束。',
  },
  recurrenceUnreadable: {
    status: 422,
    en: 'This is no recurrence rule that a campaign can follow.',
    zh: '无法识别该重复规则。',
    remedy: {
      en: 'Write a rule of RFC 5545 by the day, week, month or year: FREQ=WEEKLY;BYDAY=SA.',
      zh: '请按 RFC 5545 写明按日、周、月或年重复的规则:FREQ=WEEKLY;BYDAY=SA。',
    },
  },
  firstInThePast: {
    status: 422,
    en: 'The first activity lies in the past.',
    zh: '首次活动时间已过。',
  },
});

export const activityProblems = problems('activity', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with an activity that is {state}.',
    zh: '活动当前为 {state},不能进行此操作。',
  },
  notBegun: {
    status: 409,
    en: 'The activity has not begun yet.',
    zh: '活动尚未开始。',
  },
  materialUnknown: {
    status: 422,
    en: 'The campaign has no material {name}.',
    zh: '该活动计划没有物料 {name}。',
  },
  materialUsedUp: {
    status: 409,
    en: 'Of {name} the campaign has {left} pieces left.',
    zh: '该活动计划的物料 {name} 仅剩 {left} 件。',
    remedy: {
      en: 'Count again; `materialsLeft` of GET /v1/campaigns/{campaignId} says what there is.',
      zh: '请重新清点;GET /v1/campaigns/{campaignId} 的 `materialsLeft` 写明剩余数量。',
    },
  },
  notAhead: {
    status: 422,
    en: 'The period must end after it begins, and lie ahead.',
    zh: '取消的时段须晚于现在,且结束时间必须晚于开始时间。',
  },
  noneAhead: {
    status: 409,
    en: 'Nothing of the campaign is scheduled in that time.',
    zh: '该时段内没有已安排的活动。',
  },
});

export const shipmentProblems = problems('shipment', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with goods that are {state}.',
    zh: '物资当前为 {state},不能进行此操作。',
  },
  moreThanCollected: {
    status: 422,
    en: 'Of {collected} pieces that were collected no more can be sent.',
    zh: '仅收集 {collected} 件,寄出数量不能超过收集数量。',
    remedy: {
      en: 'Note what was collected besides with POST /v1/campaigns/{campaignId}/shipments.',
      zh: '请用 POST /v1/campaigns/{campaignId}/shipments 补记另外募集的物品。',
    },
  },
  moreThanSent: {
    status: 422,
    en: 'Of {sent} pieces that were sent no more can have come.',
    zh: '仅寄出 {sent} 件,签收数量不能超过寄出数量。',
    remedy: {
      en: 'Count again with the other side; what came from elsewhere is a shipment of its own.',
      zh: '请与对方重新清点;来自其他渠道的应另记一批。',
    },
  },
});
