import { findUpwards } from '../../files/find-upwards.js';
import { openRegistry } from '../../contracts/open-registry.js';
import { skipped, type Check } from '../check.js';
import { failure } from '../failure.js';
import { judgeContracts } from '../judge/judge-contracts.js';

/** Whether the contracts here are some, and the registry has them as they are. */
export const contractsCheck: Check = {
  name: 'contracts',
  look: async (round) => {
    const { workingDir, env } = round.session;
    const registryUrl = round.variable('SPILLWAY_REGISTRY_URL');
    const folder = findUpwards(workingDir, 'schemas');
    if (registryUrl === undefined) return [skipped('no registry is named')];
    if (folder === undefined) return [skipped('there is no folder schemas/ here or above')];
    try {
      const [{ readContracts, readFolder, registrableContracts }, { planSubjects }] = await Promise.all([
        import('@spillway/contracts'),
        import('@spillway/codecs'),
      ]);
      const open = await openRegistry({ registryUrl, env });
      const contracts = readContracts(readFolder(folder, workingDir));
      const steps = await planSubjects(registrableContracts(contracts), open);
      return judgeContracts(
        steps.map(({ subject, id, setsMode }) => ({ subject, setsMode, isRegistered: id !== undefined })),
        contracts.problems,
      );
    } catch (error) {
      return [failure('compared the contracts here with the registry', error)];
    }
  },
};
