-- Who may do what with the audit store on a ClickHouse server: one user writes, one reads views and nothing else.
--
-- Run by a user that may manage access, after the audit app has made its tables for the first time, and again after an
-- upgrade of the app, which may add views or replace them:
--
--   clickhouse-client --param_writerPassword=… --param_readerPassword=… --queries-file deploy/clickhouse/access.sql
--
-- The database is `spillway`; the app is given the users as SPILLWAY_CLICKHOUSE_USER and SPILLWAY_CLICKHOUSE_READER_USER.
-- Only a server can show that this holds: the engine inside of the app refuses CREATE USER.

-- Limits that no statement can raise. The reader has no `readonly` here, because then statements could not set it, nor
-- their own limits: what it may not do it has no grant for, table functions such as file, url and remote among it.
-- Altered as well, so that a later version of this file changes them; replaced, the user would lose its profile.
CREATE SETTINGS PROFILE IF NOT EXISTS spillway_reader;
ALTER SETTINGS PROFILE spillway_reader SETTINGS
  max_execution_time = 600 MAX 600,
  max_memory_usage = 1073741824 MAX 1073741824,
  max_result_rows = 5000000 MAX 5000000,
  allow_ddl = 0 CONST,
  allow_introspection_functions = 0 CONST;

CREATE USER IF NOT EXISTS spillway_writer IDENTIFIED BY {writerPassword:String} DEFAULT DATABASE spillway;
CREATE USER IF NOT EXISTS spillway_reader IDENTIFIED BY {readerPassword:String} DEFAULT DATABASE spillway
  SETTINGS PROFILE 'spillway_reader';

GRANT SELECT, INSERT, ALTER, CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW, TRUNCATE, OPTIMIZE ON spillway.* TO spillway_writer;
GRANT SELECT ON system.tables TO spillway_writer;
GRANT SELECT ON system.parts TO spillway_writer;
-- A question whose asker has gone is stopped by the writer.
GRANT SELECT ON system.processes TO spillway_writer;
GRANT KILL QUERY ON *.* TO spillway_writer;

-- A view is read with the rights of who asks unless it says otherwise, so a grant on views alone would not do.
ALTER TABLE spillway.audit_blocks MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_dead_letters_hourly MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_delays_hourly MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_deliveries MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_deliveries_hourly MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_dropped MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_events MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_events_distinct MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_events_main MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_keys_hourly MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_order_days MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_order_days_marks MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_orders MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_positions MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_processing_hourly MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_products_hourly MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_recorded_deliveries MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_recorded_events MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_records_hourly MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_refusals MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_rollup_hours MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_rollup_marks MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_sales_hourly MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_verification_marks MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;
ALTER TABLE spillway.audit_waits_hourly MODIFY SQL SECURITY DEFINER DEFINER = spillway_writer;

GRANT SELECT ON spillway.audit_blocks TO spillway_reader;
GRANT SELECT ON spillway.audit_dead_letters_hourly TO spillway_reader;
GRANT SELECT ON spillway.audit_delays_hourly TO spillway_reader;
GRANT SELECT ON spillway.audit_deliveries TO spillway_reader;
GRANT SELECT ON spillway.audit_deliveries_hourly TO spillway_reader;
GRANT SELECT ON spillway.audit_dropped TO spillway_reader;
GRANT SELECT ON spillway.audit_events TO spillway_reader;
GRANT SELECT ON spillway.audit_events_distinct TO spillway_reader;
GRANT SELECT ON spillway.audit_events_main TO spillway_reader;
GRANT SELECT ON spillway.audit_keys_hourly TO spillway_reader;
GRANT SELECT ON spillway.audit_order_days TO spillway_reader;
GRANT SELECT ON spillway.audit_order_days_marks TO spillway_reader;
GRANT SELECT ON spillway.audit_orders TO spillway_reader;
GRANT SELECT ON spillway.audit_positions TO spillway_reader;
GRANT SELECT ON spillway.audit_processing_hourly TO spillway_reader;
GRANT SELECT ON spillway.audit_products_hourly TO spillway_reader;
GRANT SELECT ON spillway.audit_recorded_deliveries TO spillway_reader;
GRANT SELECT ON spillway.audit_recorded_events TO spillway_reader;
GRANT SELECT ON spillway.audit_records_hourly TO spillway_reader;
GRANT SELECT ON spillway.audit_refusals TO spillway_reader;
GRANT SELECT ON spillway.audit_rollup_hours TO spillway_reader;
GRANT SELECT ON spillway.audit_rollup_marks TO spillway_reader;
GRANT SELECT ON spillway.audit_sales_hourly TO spillway_reader;
GRANT SELECT ON spillway.audit_verification_marks TO spillway_reader;
GRANT SELECT ON spillway.audit_waits_hourly TO spillway_reader;

CREATE QUOTA IF NOT EXISTS spillway_reader;
ALTER QUOTA spillway_reader KEYED BY user_name
  FOR INTERVAL 1 minute MAX queries = 6000, execution_time = 480,
  FOR INTERVAL 1 day MAX execution_time = 86400
  TO spillway_reader;

-- An example of people who may see some topics only. A policy holds for whoever reads the table itself: views that have a
-- definer are read as the definer is. Whoever has no policy on a table that has one sees none of its rows, or all of them, as
-- the server is set up (users_without_row_policies_can_read_rows): the writer is given one that lets it see all.
CREATE ROLE IF NOT EXISTS spillway_orders_auditor;
GRANT SELECT ON spillway.events TO spillway_orders_auditor;
CREATE ROW POLICY IF NOT EXISTS spillway_writer_sees_all ON spillway.events USING 1 TO spillway_writer;
CREATE ROW POLICY IF NOT EXISTS spillway_auditor_sees_orders ON spillway.events
  USING topic = 'retail.orders' OR startsWith(topic, 'retail.orders.') TO spillway_orders_auditor;
