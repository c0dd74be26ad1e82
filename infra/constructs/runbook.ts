/** The sections of RUNBOOK.md that alarms lead to, by the anchors of their headings. */
export type RunbookSection =
  | 'the-gateway-answers-5xx'
  | 'the-gateway-is-slow'
  | 'the-firewall-blocks-much'
  | 'a-function-fails'
  | 'a-function-is-throttled'
  | 'a-job-falls-behind'
  | 'a-job-fails-at-something'
  | 'events-are-late'
  | 'the-bus-refuses-events'
  | 'the-ledger-was-altered'
  | 'releases-are-late'
  | 'releases-are-unsigned'
  | 'a-chain-of-releases-was-altered'
  | 'a-queue-waits'
  | 'dead-letters'
  | 'a-table-is-throttled'
  | 'dynamodb-fails';

/** What an alarm says: what to do at once, and where to read on. */
export const adviceOf = (action: string, section: RunbookSection): string =>
  `${action} RUNBOOK.md#${section}`;
