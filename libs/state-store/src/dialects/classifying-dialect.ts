import type { DatabaseConnection, Dialect, Driver, TransactionSettings } from 'kysely';

type Classify = (error: unknown) => unknown;

/**
 * Gives every error of the database its code where it arises, so that an error of a handler's own making (which may
 * look the same: ECONNREFUSED from another service) passes through a transaction untouched.
 */
export function classifyingDialect(dialect: Dialect, classify: Classify): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => new ClassifyingDriver(dialect.createDriver(), classify),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

class ClassifyingDriver implements Driver {
  readonly #connections = new WeakMap<DatabaseConnection, ClassifyingConnection>();

  constructor(
    private readonly driver: Driver,
    private readonly classify: Classify,
  ) {}

  init(): Promise<void> {
    return classified(() => this.driver.init(), this.classify);
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const inner = await classified(() => this.driver.acquireConnection(), this.classify);
    const known = this.#connections.get(inner) ?? new ClassifyingConnection(inner, this.classify);
    this.#connections.set(inner, known);
    return known;
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return classified(() => this.driver.beginTransaction(unwrap(connection), settings), this.classify);
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return classified(() => this.driver.commitTransaction(unwrap(connection)), this.classify);
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return classified(() => this.driver.rollbackTransaction(unwrap(connection)), this.classify);
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.driver.releaseConnection(unwrap(connection));
  }

  destroy(): Promise<void> {
    return this.driver.destroy();
  }
}

class ClassifyingConnection implements DatabaseConnection {
  constructor(
    readonly inner: DatabaseConnection,
    private readonly classify: Classify,
  ) {}

  executeQuery<R>(...args: Parameters<DatabaseConnection['executeQuery']>) {
    return classified(() => this.inner.executeQuery<R>(...args), this.classify);
  }

  streamQuery<R>(...args: Parameters<DatabaseConnection['streamQuery']>) {
    return this.inner.streamQuery<R>(...args);
  }
}

function unwrap(connection: DatabaseConnection): DatabaseConnection {
  return (connection as ClassifyingConnection).inner;
}

async function classified<T>(call: () => Promise<T>, classify: Classify): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw classify(error);
  }
}
