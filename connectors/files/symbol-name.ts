import { basename } from 'node:path'

const stableQuotes = ['USDT', 'USDC', 'FDUSD', 'BUSD', 'TUSD']
const otherQuotes = ['USD', 'EUR', 'GBP', 'TRY', 'BRL', 'JPY', 'BTC', 'ETH', 'BNB']

/** Words of file names that are no currency, though one may stand before a quote currency. */
const plainWords = new Set(
  'BINANCE BYBIT OKX KRAKEN COINBASE BITGET FREQTRADE SPOT USDM COINM FUTURES PERP TRADES TICKS KLINES CANDLES DATA'.split(
    ' ',
  ),
)

/** BTC/USDT, btc-usdt, BTC/USDT:USDT and BTCUSDT as BTCUSDT; null where it is no symbol. */
export function normaliseSymbol(text: string): string | null {
  const pair = text.trim().split(':')[0] ?? ''
  const symbol = pair.replaceAll(/[/_-]/g, '').toUpperCase()
  return /^[\p{L}\p{N}]{3,30}$/u.test(symbol) ? symbol : null
}

/** BTCUSDT or XRP_ETH as they stand in a file's name; null where there is none. */
export function symbolFromFileName(path: string): string | null {
  const words = basename(path)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !plainWords.has(word.toUpperCase()))
  return joinedSymbol(words) ?? splitSymbol(words, stableQuotes) ?? splitSymbol(words, otherQuotes)
}

function joinedSymbol(words: readonly string[]): string | null {
  for (const word of words) {
    const upper = word.toUpperCase()
    // In small letters only the unmistakable ones: `filebtc` says less than `FILEBTC`.
    const quotes = word === upper ? [...stableQuotes, ...otherQuotes] : stableQuotes
    const fits = (quote: string) => upper.endsWith(quote) && upper.length >= quote.length + 2
    if (quotes.some(fits)) return normaliseSymbol(upper)
  }
  return null
}

function splitSymbol(words: readonly string[], quotes: readonly string[]): string | null {
  for (const [at, word] of words.entries()) {
    const quote = words[at + 1]?.toUpperCase()
    if (quote !== undefined && quotes.includes(quote) && word.length >= 2) {
      return normaliseSymbol(word + quote)
    }
  }
  return null
}
