import { Client } from 'pg';

/** The numbers of events that handlers of a proof have left rows for, one for each row, as they came. */
export async function readEffects(postgresUrl: string): Promise<readonly number[]> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ number: number }>('SELECT number FROM effects ORDER BY serial');
    return rows.map(({ number }) => number);
  } finally {
    await client.end();
  }
}
