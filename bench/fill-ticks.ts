import { IngestRunner } from '../engine/log/kafka/ingest-runner.ts'
import type { Tick } from '../schemas/contracts.generated.ts'
import type { ChainOnKafka } from '../test/kafka/chain-on-kafka.ts'
import { tradeSource } from './trades.ts'

export const ingestLimits = {
  heartbeatMs: 60_000,
  heartbeatGraceMs: 2_001,
  closingMs: 4_000,
  aheadMaxMs: 5_000,
  jumpMaxMs: 7 * 86_400_000,
}

/** Puts the trades on the broker; gives the last stamp. */
export async function fillTicks(chain: ChainOnKafka, trades: readonly Tick[]): Promise<number> {
  const link = await chain.link()
  const runner = await IngestRunner.start({
    link,
    source: tradeSource(trades),
    ingest: ingestLimits,
    deadlineBehind: () => Number.POSITIVE_INFINITY,
    batch: 4_096,
    commitEvents: 50_000,
    commitMs: 200,
  })
  await runner.run()
  await link.close()
  return runner.ingest.clockMs
}
