/** What this app keeps, beside the inbox. */
export interface ConsumerTables {
  inventory_positions: {
    stock_code: string;
    position: number;
    changed_at: Date;
  };
  revenue_by_day: {
    /** UTC day, `YYYY-MM-DD`. */
    day: string;
    country: string;
    /** Exact, four fraction digits. */
    revenue: string;
  };
}
