import type { PGlite as KyselyPGlite } from 'kysely';

type Begin = KyselyPGlite['transaction'];
type Transaction = Parameters<Parameters<Begin>[0]>[0];

/**
 * Kysely's dialect waits for ever for a transaction that PGlite refuses to begin (a closed database). Here such a
 * transaction begins all the same, its statements fail with the refusal, and so does its commit.
 */
export function guardBegin(pglite: KyselyPGlite): KyselyPGlite {
  const transaction: Begin = async (work) => {
    let begun = false;
    try {
      return await pglite.transaction((tx) => {
        begun = true;
        return work(tx);
      });
    } catch (error) {
      if (!begun) await work(refusing(error));
      throw error;
    }
  };
  return new Proxy(pglite, {
    get: (target, name) => {
      if (name === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function refusing(error: unknown): Transaction {
  const refuse = async (): Promise<never> => {
    throw error;
  };
  return { query: refuse, rollback: refuse };
}
