import { problems } from '@huying/http';

/** What the API refuses about organisations, their milestones, members and offices. */
export const organizationProblems = problems('organization', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with an organisation that is {state}.',
    zh: '社会组织当前为 {state},不能进行此操作。',
    remedy: {
      en: 'Read the organisation to see where it stands; docs/lifecycles.md shows the ways.',
      zh: '请读取该组织,查看其当前状态;docs/lifecycles.md 列出各种流转。',
    },
  },
  nameTaken: {
    status: 409,
    en: 'The community has an organisation of this name already.',
    zh: '本社区已有同名社会组织。',
  },
  hubTaken: {
    status: 409,
    en: 'The community has a hub organisation already.',
    zh: '本社区已有枢纽型社会组织。',
  },
  notAHub: {
    status: 422,
    en: 'This organisation is no hub at work that could have members.',
    zh: '该组织不是在册的枢纽型社会组织。',
  },
  contactNotStaff: {
    status: 422,
    en: 'The contact person must be of the community’s staff.',
    zh: '联系人须为社区在册工作人员。',
    remedy: {
      en: 'Choose from GET /v1/community-workers, or enter the person there first.',
      zh: '请从 GET /v1/community-workers 中选择,或先在那里登记此人。',
    },
  },
  planIncomplete: {
    status: 422,
    en: 'The plan lacks a milestone: {kind}.',
    zh: '培育计划缺少必备节点:{kind}。',
    remedy: {
      en: 'Plan at least a charter, members, a room, a first activity, a party branch, accounts and registration.',
      zh: '计划至少应包括章程、会员、场所、首次活动、党支部、账目和登记。',
    },
  },
  planTwice: {
    status: 422,
    en: 'The plan has the milestone {kind} twice.',
    zh: '培育计划中节点 {kind} 重复。',
  },
  dueInThePast: {
    status: 422,
    en: 'A milestone is due today at the earliest.',
    zh: '节点的截止日期不能早于今天。',
  },
  milestoneReached: {
    status: 409,
    en: 'This milestone has been reached already.',
    zh: '该节点已完成。',
  },
  milestoneWithoutEvidence: {
    status: 422,
    en: 'A milestone is reached by evidence: say where it is kept.',
    zh: '节点完成须附佐证材料。',
    remedy: {
      en: 'Give `evidence`: links to documents or pictures, or the number of a certificate.',
      zh: '请填写 `evidence`:文件或图片的链接,或证书编号。',
    },
  },
  milestoneWithoutBranch: {
    status: 409,
    en: 'The organisation has no party branch yet.',
    zh: '该组织尚未建立或加入党支部。',
  },
  milestonesOpen: {
    status: 409,
    en: 'It graduates when every milestone is reached; {count} are open.',
    zh: '还有 {count} 个节点未完成,暂不能出壳。',
  },
  programmesOpen: {
    status: 409,
    en: 'It still runs {count} programmes.',
    zh: '该组织还有 {count} 个进行中的项目。',
    remedy: {
      en: 'Close or cancel its programmes, or hand them to another organisation, first.',
      zh: '请先结项或取消其项目,或将项目移交给其他组织。',
    },
  },
  memberAlready: {
    status: 409,
    en: 'This person is a member already.',
    zh: '此人已是该组织成员。',
  },
  notAMember: {
    status: 422,
    en: 'Only a member of the organisation can hold an office in it.',
    zh: '只有本组织成员才能担任职务。',
  },
  termUpsideDown: {
    status: 422,
    en: 'A term ends after it begins, and lasts five years at most.',
    zh: '任期的结束日期必须晚于开始日期,且不超过五年。',
  },
  officeTaken: {
    status: 409,
    en: 'Somebody else holds this office in that time.',
    zh: '该任期内此职务已有人担任。',
    remedy: { en: 'End the other term first, or begin after it.', zh: '请先结束另一任期,或让任期在其后开始。' },
  },
});

/** What the API refuses about party branches. */
export const branchProblems = problems('branch', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a branch that is {state}.',
    zh: '党支部当前为 {state},不能进行此操作。',
  },
  tooFewMembers: {
    status: 422,
    en: 'A branch takes three full party members at least; there are {count}.',
    zh: '成立党支部须有三名以上正式党员,目前为 {count} 名。',
    remedy: { en: 'Share a joint branch with other organisations.', zh: '请与其他组织建立联合党支部。' },
  },
  ownPossible: {
    status: 422,
    en: 'An organisation with three full party members forms a branch of its own.',
    zh: '有三名以上正式党员的组织应单独成立党支部。',
  },
  already: {
    status: 409,
    en: 'This organisation has a branch already.',
    zh: '该组织已有党支部。',
  },
  notJoint: {
    status: 409,
    en: 'This branch is one organisation’s own.',
    zh: '该党支部为单独党支部,不能加入。',
  },
  unknownOrganization: {
    status: 422,
    en: 'There is no such organisation at work in your community.',
    zh: '您的社区中没有该社会组织,或该组织已不在册。',
  },
  assignedAlready: {
    status: 409,
    en: 'This person is assigned to the organisation already.',
    zh: '此人已派驻该组织。',
  },
});
