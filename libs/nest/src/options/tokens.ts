/** What `SpillwayModule` provides; inject by these: `@Inject(SPILLWAY_PUBLISHER) private readonly publisher: EventPublisher`. */
export const SPILLWAY_TRANSPORT = Symbol('SPILLWAY_TRANSPORT');
export const SPILLWAY_CODEC = Symbol('SPILLWAY_CODEC');
/** Undefined in an app without state. */
export const SPILLWAY_STATE = Symbol('SPILLWAY_STATE');
export const SPILLWAY_LOGGER = Symbol('SPILLWAY_LOGGER');
export const SPILLWAY_METRICS = Symbol('SPILLWAY_METRICS');
export const SPILLWAY_CLOCK = Symbol('SPILLWAY_CLOCK');
/** The transport strategy that runs the consumers. */
export const SPILLWAY_SERVER = Symbol('SPILLWAY_SERVER');
export const SPILLWAY_PUBLISHER = Symbol('SPILLWAY_PUBLISHER');
