import { Command } from 'commander'
import { openMarketFile } from '../../connectors/files/market-file.ts'
import { isBadRow } from '../../connectors/files/source-record.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import { candleOfKline, klineFault } from '../../operators/candles/kline-rules.ts'
import { endings, type WarmUpDrift, warmUpDrift } from '../../operators/features/warm-up-drift.ts'
import type { Candle, Kline } from '../../schemas/contracts.generated.ts'

const histories = [199, 399, 499, 999, 1_999] as const

interface WarmUpFlags {
  readonly data: string
  readonly symbol?: string
  readonly json?: boolean
}

export function warmUpCommand(): Command {
  return new Command('warm-up')
    .description('how far each indicator drifts when its history begins later')
    .requiredOption('--data <file>', 'candles as CSV, gzip or not')
    .option('--symbol <symbol>', 'where neither content nor file name tell it')
    .option('--json', 'one JSON object')
    .action(async ({ data, symbol, json }: WarmUpFlags) => {
      const candles = await candlesOf(data, symbol)
      const needed = Math.max(...histories) + endings
      if (candles.length < needed)
        throw new ConfigError(`${data} has ${candles.length} candles; ${needed} are needed`)
      const drifts = warmUpDrift(candles, histories)
      if (json === true) console.log(JSON.stringify({ candles: candles.length, histories, drifts }))
      else console.log(tableOf(candles, drifts))
    })
}

async function candlesOf(path: string, symbol: string | undefined): Promise<readonly Candle[]> {
  const file = await openMarketFile(path, { symbol })
  if (file.interval === null) throw new ConfigError(`${path} has no candles: it is ${file.format}`)
  const candles: Candle[] = []
  for await (const chunk of file.read(0)) {
    for (const item of chunk) {
      if (isBadRow(item) || item.topic !== 'klines') continue
      const kline = item.value as Kline
      if (klineFault(kline) === undefined) candles.push(candleOfKline(kline, 0))
    }
  }
  return candles
}

function tableOf(candles: readonly Candle[], drifts: readonly WarmUpDrift[]): string {
  const [{ symbol, timeframe } = { symbol: '', timeframe: '' }] = candles
  const heads = ['warm-up', ...histories.map((history) => String(history))]
  return [
    `${symbol} ${timeframe}, ${candles.length.toLocaleString('en')} candles: the largest distance from the value with all of them, at the last ${endings},`,
    'per cent of the largest value there, when the history has only so many candles; – is no value yet',
    '',
    `${'feature'.padEnd(24)}${heads.map((head) => head.padStart(10)).join('')}`,
    ...drifts.map(
      ({ name, warmUp, driftPct }) =>
        `${name.padEnd(24)}${[String(warmUp), ...driftPct.map(percent)]
          .map((text) => text.padStart(10))
          .join('')}`,
    ),
  ].join('\n')
}

function percent(drift: number | null): string {
  if (drift === null) return '–'
  // Below this, it is the rounding of doubles.
  if (drift < 1e-7) return '0'
  return drift < 10 ? drift.toPrecision(2) : drift.toFixed(0)
}
