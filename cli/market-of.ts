import type { MarketFile } from '../connectors/files/market-file.ts'
import { isBadRow } from '../connectors/files/source-record.ts'
import { ConfigError } from '../engine/core/errors.ts'
import type { MarketKind } from '../operators/positions/levels.ts'

/**
 * The market whose costs hold for these files: spot where all are of a spot exchange, else perpetual. One
 * symbol of two exchanges is refused: their trades and ids would be taken for one market's.
 */
export async function marketOf(files: readonly MarketFile[]): Promise<MarketKind> {
  const known = new Map<string, { readonly exchange: string; readonly path: string }>()
  let market: MarketKind = 'spot'
  for (const file of files) {
    const exchange = await exchangeOf(file)
    if (exchange !== 'binance') market = 'perpetual'
    if (exchange === undefined || exchange === unnamed) continue
    for (const symbol of file.symbols) {
      const other = known.get(symbol)
      if (other !== undefined && other.exchange !== exchange) {
        throw new ConfigError(
          `${file.path} has ${symbol} of ${exchange}, ${other.path} of ${other.exchange}: these are two markets; replay them into two folders`,
        )
      }
      known.set(symbol, { exchange, path: file.path })
    }
  }
  return market
}

/** What a file's reader says where nothing tells the exchange. */
const unnamed = 'file'

async function exchangeOf(file: MarketFile): Promise<string | undefined> {
  for await (const items of file.read(0)) {
    for (const item of items) if (!isBadRow(item)) return item.value.exchange
  }
  return undefined
}
