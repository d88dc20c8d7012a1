import { retryCopy } from '../../../libs/streaming/src/retry/copies/retry-copy.js';
import { firstState } from '../../../libs/streaming/src/retry/copies/retry-state.js';
import { ModelMember } from './model-member.js';
import { group, ModelWorld, type ModelRun } from './model-world.js';
import type { PlantedBug } from './planted-bugs.js';

/** Runs one history with crashes, zombies, lost acks and partial commits, heals, drains, and answers what went wrong. */
export function explore(run: ModelRun, bug?: PlantedBug): readonly string[] {
  const world = new ModelWorld(run);
  const { random } = world;
  let owner = new ModelMember(world, bug);
  let zombie: ModelMember | undefined;
  // What an inbox has of a zombie's copies is told apart by the fences alone.
  let isMetadataDue = run.losesMetadata === true && run.hasInbox !== true;
  const chaosSteps = 60 + run.records * 20;
  for (let step = 0; step < chaosSteps && !owner.isStopped; step++) {
    const luck = random(100);
    world.nowMs += random(4);
    if (isMetadataDue && 2 * world.sources.length >= run.records) {
      isMetadataDue = false;
      loseMetadata(world, owner);
      zombie = owner;
      zombie.isZombie = true;
      owner = new ModelMember(world, bug);
    } else if (random(1_000) < run.restlessness) {
      zombie = random(2) === 0 ? owner : undefined;
      if (zombie !== undefined) zombie.isZombie = true;
      owner = new ModelMember(world, bug);
    } else if (luck < 12 && world.sources.length < run.records) world.produce();
    else if (zombie !== undefined && luck < (owner.hasReadCommits ? 32 : 80)) {
      // The broker takes a last commit; none after the next owner has asked, since the old one knows by then.
      if (!owner.hasReadCommits && random(4) === 0) zombie.commit();
      else if (!zombie.step() && random(8) === 0) zombie = undefined;
    } else if (luck < 44) owner.commit();
    else if (luck < 45) sendBack(world, owner);
    else if (luck < 50) {
      if (owner.tendHolds()) world.compactHolds();
    } else owner.step();
    if (zombie !== undefined && random(50) === 0) zombie.tendHolds();
  }
  while (world.sources.length < run.records) world.produce();
  drain(world, owner);
  world.checkEnd();
  return world.problems;
}

/** When all is done but to let go of held keys, and these tell the epoch of the owner; otherwise nobody could know it. */
function loseMetadata(world: ModelWorld, owner: ModelMember): void {
  drain(world, owner);
  if (owner.isKnownByMarkers) world.loseMetadata();
}

function drain(world: ModelWorld, owner: ModelMember): void {
  for (let step = 0; step < 20_000 && world.problems.length === 0; step++) {
    if (owner.step()) continue;
    if (owner.isDrained) break;
    world.nowMs += 10;
  }
  if (world.problems.length > 0) return;
  if (!owner.isDrained) return world.report('PENDING records for ever');
  if (owner.pendingCount !== 0) world.report(`PENDING ${owner.pendingCount} for ever`);
  owner.commit();
}

/** An operator sends a dead letter back to the first tier, or lets a held key go on. */
function sendBack(world: ModelWorld, owner: ModelMember): void {
  const { run, deadLetters, logs, random } = world;
  if (run.tiers === 0 || deadLetters.size === 0) return;
  if (run.policy === 'hold') {
    for (let key = 0; key < run.keys; key++) owner.release(`k${key}`);
    return;
  }
  const origin = [...deadLetters.keys()][random(deadLetters.size)]!;
  const record = logs[0]![origin]!;
  const state = { ...firstState(record, { group }), redriveJob: 'job-1', redriveCount: 1 };
  world.append(1, retryCopy(record, { toTopic: 'tier-1', state }));
}
