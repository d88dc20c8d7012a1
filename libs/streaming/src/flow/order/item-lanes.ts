import type { DrainWaits } from '../intake/drain-waits.js';
import type { FlowItem } from '../item/flow-item.js';
import type { ItemRoutes } from './item-routes.js';
import { KeyLanes } from './key-lanes.js';

/** Told when the lane is its own. */
export type LaneClaim = () => void;

export interface LaneHooks {
  /** An item waited and its turn has come: its key is its own. */
  turn(item: FlowItem): void;
  /** A key is free again. */
  free(): void;
}

/** Which items wait for which: one of a key at a time, the others behind it in the order they came. */
export class ItemLanes {
  readonly #lanes = new KeyLanes<FlowItem | LaneClaim>();

  /** @param waits those put aside, of whose keys a tier has records that is only read */
  constructor(
    private readonly routes: ItemRoutes,
    private readonly waits: DrainWaits,
    private readonly flow: LaneHooks,
  ) {}

  isOccupied(scope: string): boolean {
    return this.#lanes.isOccupied(scope);
  }

  /** Whether others wait behind the item. */
  isWaitedFor(item: FlowItem): boolean {
    return item.isInLane && this.#lanes.isWaitedFor(this.routes.scopeOf(item)!);
  }

  occupyScope(scope: string): void {
    this.#lanes.occupy(scope);
  }

  /** The scope becomes the claim's when what is on its way has ended: before all items that wait, at once when it is free. */
  claimScope(scope: string, claim: LaneClaim): void {
    if (this.#lanes.isOccupied(scope)) return this.#lanes.putFirst(scope, [claim]);
    this.#lanes.occupy(scope);
    claim();
  }

  /** The lane of an item becomes the claim's that waits for it, then the item's again. Answers whether there is one. */
  yieldToClaim(item: FlowItem): boolean {
    const scope = item.isInLane ? this.routes.scopeOf(item)! : undefined;
    const [claim] = scope === undefined ? [] : this.#lanes.takeFirst(scope, 1, isClaim);
    if (claim === undefined) return false;
    item.isInLane = false;
    this.#lanes.putFirst(scope!, [item]);
    (claim as LaneClaim)();
    return true;
  }

  /** Lets the next of the key have its turn, or makes the key free. */
  freeScope(scope: string): void {
    const next = this.#lanes.release(scope);
    if (next === undefined) return this.flow.free();
    if (isClaim(next)) return next();
    next.isInLane = true;
    this.flow.turn(next);
  }

  /** Whether others of its key come before it: then it waits for them from now on. */
  waitsBehind(item: FlowItem): boolean {
    if (this.waits.isEmpty && (this.#lanes.size === 0 || this.routes.isFree(item, this.#lanes.occupied))) return false;
    const scope = this.routes.scopeOf(item);
    if (scope === undefined) return false;
    if (this.waits.joins(scope, item)) return true;
    if (!this.#lanes.isOccupied(scope)) return false;
    item.detach();
    this.#lanes.waitBehind(scope, item);
    return true;
  }

  /** It needs time: what must not overtake it waits. */
  occupy(item: FlowItem): void {
    if (item.isInLane) return;
    const scope = this.routes.scopeOf(item);
    if (scope === undefined) return;
    this.#lanes.occupy(scope);
    item.isInLane = true;
  }

  /** It is done. */
  leave(item: FlowItem): void {
    if (item.isInLane) this.freeScope(this.routes.scopeOf(item)!);
  }

  /** Those next in the lane of an item that has it, as long as they are wanted. They are in it together from now on. */
  takeAlong(first: FlowItem, room: number, isWanted: (item: FlowItem) => boolean): readonly FlowItem[] {
    const scope = first.isInLane ? this.routes.scopeOf(first)! : undefined;
    if (scope === undefined) return [];
    const taken = this.#lanes.takeFirst(scope, room, (next) => !isClaim(next) && isWanted(next));
    return taken as readonly FlowItem[];
  }

  /** The lane becomes another's of those that were in it together; the given ones wait at its front, in their order. */
  handOver(from: FlowItem, to: FlowItem, waiting: readonly FlowItem[]): void {
    if (!from.isInLane) return;
    from.isInLane = false;
    to.isInLane = true;
    this.#lanes.putFirst(this.routes.scopeOf(to)!, waiting);
  }

  /** It waits until the tier, which is only read, has nothing of its key any more, and so do those of its stream behind it. */
  putAside(item: FlowItem, tier: number): void {
    const scope = this.routes.scopeOf(item)!;
    this.waits.add(scope, item, tier);
    if (!item.isInLane) return;
    item.isInLane = false;
    const isBehind = (next: FlowItem | LaneClaim): boolean => !isClaim(next) && next.stream === item.stream;
    for (const behind of this.#lanes.takeOut(scope, isBehind)) this.waits.add(scope, behind as FlowItem, tier);
    this.freeScope(scope);
  }
}

function isClaim(next: FlowItem | LaneClaim): next is LaneClaim {
  return typeof next === 'function';
}
