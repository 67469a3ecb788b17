import type { Stage } from '../story.js';
import { until } from '../wait.js';

export const CALLS = 11;
const WORKSHOP = '兴旺皮革厂';
const UNPAID_WAGES = 'SS-001';

interface Warning {
  readonly id: string;
  readonly about: string | null;
  readonly state: string;
  readonly complaintIds: readonly string[];
  readonly sureness: string;
}

const words = [
  `我在${WORKSHOP}做了三个月,工资一分没发`,
  `${WORKSHOP}老板电话打不通了,欠我两个月工资`,
  `我老公在${WORKSHOP}上班,工资拖了快半年`,
];

/** Eleven people call within some days; each call is classified by staff, as it would be at the desk. */
export async function elevenCalls({ staff }: Stage): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < CALLS; number++) {
    const call = await staff.post<{ id: string; acceptedCode: string | null }>('/v1/calls', {
      ...{ channel: 'hotline', text: words[number % words.length], callerId: `leather-worker-${number}` },
    });
    if (call.acceptedCode !== UNPAID_WAGES) {
      await staff.post(`/v1/calls/${call.id}/classification`, { catalogueItemCode: UNPAID_WAGES });
    }
    ids.push(call.id);
  }
  return ids;
}

/** The warning that the service raises by itself, and staff's word on it. */
export async function hearWarning({ staff, onlooker }: Stage): Promise<Warning & { afterComplaints: number }> {
  const warning = await until('the service notices the workshop', async () => {
    const all = await staff.list<Warning>('/v1/warnings');
    return all.find(({ about }) => about === WORKSHOP);
  });
  const [suspected] = await until('the warning is on Kafka', () => {
    const told = onlooker.about(warning.id, 'huying.mediation.v1.GroupDisputeSuspected', 'warningId');
    return Promise.resolve(told.length > 0 && told);
  });
  const confirmed = await staff.post<Warning>(`/v1/warnings/${warning.id}/confirmation`, { reason: '已走访,老板失联' });
  return { ...confirmed, afterComplaints: Number(suspected?.['complaints'] ?? 0) };
}
