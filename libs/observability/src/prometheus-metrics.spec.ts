import { describe, expect, test } from '@jest/globals';
import { metricsTable } from '@spillway/streaming';
import { prometheusMetrics } from './prometheus-metrics.js';

describe('the metrics', () => {
  test('every metric of the table is exposed with its help', async () => {
    const text = await prometheusMetrics().render();
    for (const [name, { help, type }] of Object.entries(metricsTable)) {
      expect(text).toContain(`# HELP ${name} ${help}`);
      expect(text).toContain(`# TYPE ${name} ${type}`);
    }
    expect(text).toContain('process_cpu_seconds_total');
  });

  test('counts, sets and observes', async () => {
    const metrics = prometheusMetrics({ processMetrics: false });
    metrics.increment('spillway_dlq_records_total', 2, { group: 'g', topic: 't', error_class: 'poison' });
    metrics.increment('spillway_dlq_records_total', 1, { group: 'g', topic: 't', error_class: 'poison' });
    metrics.set('spillway_consumer_lag_records', 5, { group: 'g', topic: 't', partition: '0' });
    metrics.observe('spillway_audit_insert_batch_size', 50);
    const text = await metrics.render();
    expect(text).toContain('spillway_dlq_records_total{group="g",topic="t",error_class="poison"} 3');
    expect(text).toContain('spillway_consumer_lag_records{group="g",topic="t",partition="0"} 5');
    expect(text).toContain('spillway_audit_insert_batch_size_bucket{le="100"} 1');
  });

  test('row 91: labels that the table does not name are dropped', async () => {
    const metrics = prometheusMetrics({ processMetrics: false });
    for (let id = 0; id < 100; id += 1) {
      metrics.increment('messaging_client_sent_messages_total', 1, {
        messaging_destination_name: 'retail.orders',
        eventId: String(id),
      });
    }
    expect((await metrics.render()).match(/^messaging_client_sent_messages_total\{/gm)).toHaveLength(1);
  });

  test('two apps in one process do not share numbers', async () => {
    const [first, second] = [prometheusMetrics(), prometheusMetrics()];
    first.increment('messaging_client_sent_messages_total', 1, { messaging_destination_name: 'a' });
    expect(await second.render()).not.toContain('messaging_client_sent_messages_total{');
  });
});
