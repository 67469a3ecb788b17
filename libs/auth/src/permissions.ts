/**
 * Who may do what, in one table. A permission is also the name of the OAuth scope that lets a client app use it.
 * Whose calls, claims or records somebody may touch is a matter of the resource, see abilities.ts.
 */
export const roles = [
  'resident',
  'volunteer',
  'staff',
  'organisation',
  'mediator',
  'supervisor',
  'partner',
  'contractor',
  'district',
] as const;

/** What a person is in the community. */
export type Role = (typeof roles)[number];

export const permissions = [
  'calls:create',
  'calls:read',
  'calls:classify',
  'callers:erase',
  'catalogue:read',
  'catalogue:change',
  'district-events:read',
  'indicators:read',
  'webhooks:manage',
  'needs:raise',
  'needs:read',
  'needs:read-private',
  'needs:publish',
  'needs:cancel',
  'needs:complete',
  'needs:close',
  'needs:reopen',
  'needs:feedback',
  'needs:plan-series',
  'needs:move',
  'needs:read-readings',
  'open311-keys:manage',
  'volunteers:register',
  'volunteers:import',
  'volunteers:list',
  'volunteers:read',
  'volunteers:change',
  'volunteers:suspend',
  'volunteers:lift-block',
  'volunteers:erase',
  'erasures:read',
  'retention:read',
  'groups:read',
  'groups:join',
  'groups:manage',
  'feed:read',
  'attendances:read',
  'attendances:record',
  'attendances:show-code',
  'service-records:read',
  'claims:create',
  'claims:read',
  'claims:release',
  'places:read',
  'claims:release-for-reason',
  'claims:offer',
  'claims:decide',
  'claims:prioritise',
  'claims:answer',
  'claims:hand-over',
  'claims:create-party',
  'claims:create-team',
  'claims:name',
  'places:change',
  'sightings:report',
  'sightings:read',
  'alerts:stand-down',
  'organizations:read',
  'organizations:apply',
  'organizations:decide',
  'organizations:change',
  'organizations:read-members',
  'branches:manage',
  'workers:manage',
  'venues:read',
  'venues:manage',
  'venues:voice-need',
  'bookings:make',
  'bookings:read',
  'bookings:end',
  'bookings:attend',
  'partners:manage',
  'partners:read',
  'offers:make',
  'offers:read',
  'offers:match',
  'offers:answer',
  'programmes:read',
  'programmes:run',
  'classes:read',
  'classes:run',
  'sessions:hold',
  'children:register',
  'children:read',
  'children:read-erasures',
  'enrolments:request',
  'enrolments:read',
  'former-pupils:follow',
  'former-pupils:read',
  'appeals:read',
  'appeals:run',
  'pledges:make',
  'pledges:read',
  'pledges:care',
  'cases:open',
  'cases:read',
  'cases:answer',
  'cases:mediate',
  'cases:decide',
  'mediators:read',
  'mediators:manage',
  'go-betweens:answer',
  'warnings:read',
  'warnings:decide',
  'households:manage',
  'consultations:read',
  'consultations:run',
  'ballots:cast',
  'ballots:enter',
  'works:read',
  'works:run',
  'works:rate',
  'findings:read',
  'findings:raise',
  'findings:rectify',
  'findings:recheck',
  'appointments:read',
  'appointments:answer',
  'appointments:end',
  'appointments:run',
  'statements:read',
  'statements:make',
  'statements:moderate',
  'proposals:read',
  'proposals:make',
  'attachments:read',
  'attachments:add',
] as const;

/** One thing that may be done through the API. */
export type Permission = (typeof permissions)[number];

const everyone: readonly Permission[] = [
  'catalogue:read',
  'needs:read',
  'places:read',
  'feed:read',
  'groups:read',
  'organizations:read',
  'venues:read',
  'programmes:read',
  'classes:read',
  'appeals:read',
  'consultations:read',
  'works:read',
  'findings:read',
  'appointments:read',
  'attachments:read',
];

// Who has a venue, and who is kept from one, is a matter of the booking and the venue.
const bookings: readonly Permission[] = ['bookings:make', 'bookings:read', 'bookings:end', 'venues:voice-need'];

// Anybody can be a party; whose case it is, and what is shown of it, is a matter of the case.
const party: readonly Permission[] = ['cases:open', 'cases:read', 'cases:answer', 'mediators:read'];

// Who sits in the team of works, whose household may rate them, and whom an office is offered to is a matter of each.
const resides: readonly Permission[] = [
  'works:rate',
  'attachments:add',
  'findings:raise',
  'findings:recheck',
  'appointments:answer',
  'appointments:end',
  'statements:read',
  'statements:make',
  'proposals:read',
  'proposals:make',
];

const resident: readonly Permission[] = [
  ...everyone,
  ...party,
  'ballots:cast',
  ...resides,
  'calls:create',
  'calls:read',
  'needs:feedback',
  'sightings:report',
  ...bookings,
  'organizations:apply',
  // As a guardian.
  'children:register',
  'children:read',
  'enrolments:request',
  'enrolments:read',
  'former-pupils:follow',
  // What they pledged, and the places of their children.
  'pledges:make',
  'pledges:read',
  'pledges:care',
  'claims:read',
  'claims:release',
];

const volunteer: readonly Permission[] = [
  ...everyone,
  ...party,
  'go-betweens:answer',
  'volunteers:register',
  'volunteers:read',
  'volunteers:change',
  // Themself, and the report of it.
  'volunteers:erase',
  'erasures:read',
  'groups:join',
  'attendances:read',
  'attendances:record',
  'service-records:read',
  'claims:create',
  'claims:read',
  'claims:release',
  'claims:answer',
  'claims:hand-over',
  'claims:create-party',
  'sightings:report',
  'sightings:read',
  'sessions:hold',
];

// An organisation holds places as a team, names its volunteers, each of whom accepts for themself, and gives back what it
// has nobody for.
const organisation: readonly Permission[] = [
  ...everyone,
  ...party,
  'claims:create-team',
  'claims:name',
  'claims:release',
  ...bookings,
  'organizations:apply',
  'organizations:change',
  'organizations:read-members',
  'programmes:run',
  'classes:run',
  'sessions:hold',
];

// Brings resources; sees its own offers, and what was asked of it.
const partner: readonly Permission[] = [
  ...everyone,
  ...party,
  'partners:read',
  'offers:make',
  'offers:read',
  'offers:answer',
];

// Carries out works; answers for the findings in those that name its account, and sees nothing else.
const contractor: readonly Permission[] = [
  'works:read',
  'findings:read',
  'findings:rectify',
  'attachments:read',
  'attachments:add',
];

// A mediator of the committee. What of a case they read and do is limited to those that they are on.
const mediator: readonly Permission[] = [...everyone, ...party, 'cases:mediate'];

// Staff act for the community, but nobody is ever assigned a place without consent (志愿服务条例 art. 25): what takes a
// volunteer's word is the volunteer's alone, and so is a resident's.
const volunteersOwn: readonly Permission[] = [
  'claims:create',
  'claims:answer',
  'claims:hand-over',
  'claims:create-party',
  // Whether somebody goes between is their own word (人民调解法 art. 20).
  'go-betweens:answer',
  // So is a vote; staff enter what a paper says.
  'ballots:cast',
  'works:rate',
  'findings:raise',
  'findings:recheck',
  'appointments:answer',
  'statements:make',
  'proposals:make',
];
const staff = permissions.filter((permission) => !volunteersOwn.includes(permission));

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  resident,
  volunteer,
  staff,
  organisation,
  mediator,
  // Grid workers bring disputes that they hear of.
  supervisor: [...everyone, ...party, ...resides],
  partner,
  contractor,
  district: [...everyone, 'district-events:read', 'indicators:read', 'webhooks:manage'],
};

/** Whether a text is the name of a role. */
export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

/** Whether a text is the name of a permission. */
export function isPermission(text: string): text is Permission {
  return (permissions as readonly string[]).includes(text);
}
