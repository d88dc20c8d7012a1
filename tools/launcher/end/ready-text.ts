import type { LaunchPlan } from '../plan/launch-plan.ts';

type Places = Pick<LaunchPlan, 'urls' | 'gatewayUrl' | 'logDir'>;

/** What stands on the screen when everything runs: where it is and what to try. */
export function readyText({ urls, gatewayUrl, logDir }: Places, isDrained: boolean): string {
  return `
${isDrained ? 'Everything is handled and audited. ' : ''}It stays up; Ctrl-C stops it.

  Producer   ${urls.producer}   API page ${urls.producer}/docs
  Consumer   ${urls.consumer}   API page ${urls.consumer}/docs
  Audit      ${urls.audit}   API page ${urls.audit}/docs
  Payments   ${gatewayUrl}
  Logs       ${logDir}

Try
  curl ${urls.consumer}/inventory/85123A
  curl '${urls.audit}/audit/events?topic=retail.orders&limit=3'
  npx spillway status
`;
}
