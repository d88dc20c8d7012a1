/** An operation as OpenTelemetry's conventions for messaging name it. */
export interface MessagingOperation {
  readonly name: 'send' | 'poll' | 'commit' | 'process';
  /** Absent where one operation is about several topics. */
  readonly topic?: string;
  readonly group?: string;
  /** Why it failed, by a code or a class: few values, never input. */
  readonly errorType?: string | undefined;
}

/** Labels of the `messaging_…` metrics that measure operations: OpenTelemetry's attributes with underscores for their dots. */
export const messagingLabelNames = [
  'messaging_system',
  'messaging_operation_name',
  'messaging_destination_name',
  'messaging_consumer_group_name',
  'error_type',
] as const;

/** What these labels say of an operation; empty where it has none. */
export function messagingLabels({
  name,
  topic,
  group,
  errorType,
}: MessagingOperation): Readonly<Record<(typeof messagingLabelNames)[number], string>> {
  return {
    messaging_system: 'kafka',
    messaging_operation_name: name,
    messaging_destination_name: topic ?? '',
    messaging_consumer_group_name: group ?? '',
    error_type: errorType ?? '',
  };
}
