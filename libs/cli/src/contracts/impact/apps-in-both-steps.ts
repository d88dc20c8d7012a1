import type { DeploymentStep } from './impact-report.js';

/** Apps that read an event and write it, where the order matters: they stand in both steps. */
export function appsInBothSteps([earlier, later]: readonly DeploymentStep[]): readonly string[] {
  return (earlier?.apps ?? []).filter((app) => later?.apps.includes(app));
}
