/** What a person should hear of the sink, each in one plain line. */
export interface SinkEvent {
  readonly kind: /** ClickHouse is away, full or refuses rows; said once until it has recovered. */
    | 'waiting'
    | 'recovered'
    /** The Kafka client complains of something that it tries again. */
    | 'warning'
    /** Records were gone before they could be written. */
    | 'hole'
    /** The tables belong to another log or a newer version: nothing is written. */
    | 'refused'
    /** There is no embedded ClickHouse here. */
    | 'unavailable'
    /** The sink's process ended unexpectedly and was started again. */
    | 'restarted'
  readonly text: string
}
