/** What the producer's module provides to its controllers. */
export const EVENT_INGEST = Symbol('EVENT_INGEST');
/** Undefined when the configuration asks for no import. */
export const IMPORT_RUN = Symbol('IMPORT_RUN');
