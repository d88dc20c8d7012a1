import { isSpillwayError } from '@spillway/events';
import { hideSecrets } from '../../output/hide-secrets.js';
import { askClickHouse } from '../ask-clickhouse.js';
import { ok, problem, skipped, type Check } from '../check.js';
import { failure } from '../failure.js';

/** Whether the ClickHouse server takes the audit app's user. */
export const clickHouseCheck: Check = {
  name: 'clickhouse',
  look: async (round) => {
    const url = round.variable('SPILLWAY_CLICKHOUSE_URL');
    if (url === undefined) return [skipped('SPILLWAY_CLICKHOUSE_URL names none: the audit app has one inside')];
    try {
      const { version } = await askClickHouse(round, url);
      return [ok(`${hideSecrets(url)} is ClickHouse ${version}`)];
    } catch (error) {
      if (isSpillwayError(error) && error.code === 'SPW-5210')
        return [problem(error.message, 'Start ClickHouse, or correct SPILLWAY_CLICKHOUSE_URL.')];
      return [failure('asked for its version', error)];
    }
  },
};
