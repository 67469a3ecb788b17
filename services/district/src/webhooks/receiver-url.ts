import type { Addresses } from './addresses.js';
import { webhookProblems } from './webhooks.problems.js';

const refusals = {
  malformed: webhookProblems.urlMalformed,
  'not-https': webhookProblems.urlNotHttps,
  'not-allowed': webhookProblems.addressNotAllowed,
};

/** What `ensureReceiver` refuses. */
export const receiverRefusals = Object.values(refusals);

/**
 * Refuses what can be told to be no receiver from its URL; what its name stands for is judged at every attempt.
 * @returns the URL in the form in which it is asked for
 * @throws webhook-url-malformed, webhook-url-not-https, webhook-address-not-allowed
 */
export function ensureReceiver(addresses: Addresses, url: string): string {
  const refusal = addresses.refusalOf(url);
  if (refusal) throw refusals[refusal]();
  return new URL(url).href;
}
