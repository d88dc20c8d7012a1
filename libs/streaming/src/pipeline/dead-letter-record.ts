import { deadLetterTopic, spillwayHeaders } from '@spillway/events';
import type { OutgoingRecord } from '../ports/record.js';
import { classifyError } from './classify-error.js';
import type { DeadLetterItem } from './work-item.js';

const maxTextLength = 1_000;

/**
 * The record that parks a delivery: original key, value and headers as they were, in the same partition number, plus
 * where it lay, who failed and why.
 */
export function deadLetterRecord(item: DeadLetterItem, groupId: string, nowMs: number): OutgoingRecord {
  const { record, cause, handler } = item;
  const verdict = classifyError(cause);
  return {
    topic: deadLetterTopic(record.topic, groupId),
    partition: record.partition,
    key: record.key,
    value: record.value,
    isCopy: true,
    headers: {
      ...record.headers,
      [spillwayHeaders.originTopic]: record.topic,
      [spillwayHeaders.originPartition]: String(record.partition),
      [spillwayHeaders.originOffset]: String(record.offset),
      [spillwayHeaders.originTimestamp]: String(record.timestampMs),
      [spillwayHeaders.group]: groupId,
      ...(handler === undefined ? {} : { [spillwayHeaders.handler]: handler }),
      [spillwayHeaders.errorClass]: asHeaderText(verdict.className),
      [spillwayHeaders.errorCode]: asHeaderText(verdict.code),
      [spillwayHeaders.errorMessage]: asHeaderText(verdict.message),
      [spillwayHeaders.failedAt]: new Date(nowMs).toISOString(),
    },
  };
}

function asHeaderText(text: string): string {
  return text.slice(0, maxTextLength).toWellFormed();
}
