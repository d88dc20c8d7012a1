import { ok, skipped, type Check } from '../check.js';
import { openRegistry } from '../../contracts/open-registry.js';
import { hideSecrets } from '../../output/hide-secrets.js';
import { failure } from '../failure.js';
import { counted } from '../../output/counted.js';

/** Whether the schema registry answers as one. */
export const registryCheck: Check = {
  name: 'registry',
  look: async (round) => {
    const registryUrl = round.variable('SPILLWAY_REGISTRY_URL');
    if (registryUrl === undefined) return [skipped('none is named: SPILLWAY_REGISTRY_URL, a profile, or npm start')];
    try {
      const { history } = await openRegistry({ registryUrl, env: round.session.env });
      const subjects = await history.subjects();
      return [ok(`${hideSecrets(registryUrl)} has ${counted(subjects.length, 'subject')}`)];
    } catch (error) {
      return [failure(`asked ${hideSecrets(registryUrl)} for its subjects`, error)];
    }
  },
};
