import { ok, skipped, type Check } from '../check.js';
import { failure } from '../failure.js';

/** Whether PostgreSQL takes the apps' user. */
export const postgresCheck: Check = {
  name: 'postgres',
  look: async (round) => {
    const url = round.variable('SPILLWAY_POSTGRES_URL');
    if (url === undefined) return [skipped('SPILLWAY_POSTGRES_URL names none: each app has one inside')];
    try {
      const { pingPostgres } = await import('@spillway/state-store');
      const { version } = await pingPostgres(url);
      return [ok(`${new URL(url).host} is PostgreSQL ${version}`)];
    } catch (error) {
      return [failure('asked for its version', error)];
    }
  },
};
