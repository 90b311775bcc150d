import type { ClickHouseClient } from '@clickhouse/client'
import type { SinkNews } from './sink-news.ts'

/** What writes the tables of a log in the background. */
export interface Following {
  /** Resolves when everything that is committed now is written. */
  sync(): Promise<void>
  /** Ends after the inserts under way. */
  stop(): Promise<void>
}

export interface FollowOptions {
  readonly client: ClickHouseClient
  /** Rows of a full batch. */
  readonly rowsMax: number
  readonly news: SinkNews
}
