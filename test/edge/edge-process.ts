import { binanceSource } from '../../connectors/binance/binance-source.ts'
import { feedLimits } from '../../connectors/binance/feed-state.ts'
import { endpointsOf } from '../../connectors/binance/market-endpoints.ts'
import { wallClock } from '../../connectors/binance/wall-clock.ts'
import { chainEngine, lmdbLog } from '../replay/chain.ts'

/** What one engine process is to do; given as JSON in its first argument. */
export interface EdgeProcessOptions {
  readonly folder: string
  readonly url: string
  readonly socketUrl: string
  readonly symbols: readonly string[]
  readonly speed: number
}

/** The whole chain on a folder, fed by the collector from a simulated exchange; ends with SIGTERM. */
async function main({ folder, url, socketUrl, symbols, speed }: EdgeProcessOptions): Promise<void> {
  const source = binanceSource({
    endpoints: endpointsOf('spot', { rest: `${url}/api/v3`, stream: socketUrl }),
    symbols,
    intervals: ['1m'],
    aggregated: false,
    warmupMs: 3_600_000,
    nearMs: 1_800_000,
    holdMs: 2_000,
    graceMs: 2_000,
    staleMs: 10_000,
    speed,
    clock: wallClock,
    random: Math.random,
    limits: { ...feedLimits, backOffFirstMs: 100, silenceMs: 3_000, pingAfterMs: 1_000 },
    onNote: (text) => process.send?.({ note: text }),
  })
  const engine = chainEngine({
    source,
    log: lmdbLog(folder),
    commitEvents: 200,
  })
  const telling = setInterval(() => process.send?.({ clockMs: engine.ingest.clockMs }), 200)
  process.once('SIGTERM', () => {
    clearInterval(telling)
    engine.stop()
  })
  await engine.run()
  await engine.log.close()
  process.disconnect?.()
}

await main(JSON.parse(process.argv[2] ?? '') as EdgeProcessOptions)
