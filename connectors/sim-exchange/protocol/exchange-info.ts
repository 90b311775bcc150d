import type { Exchange } from '../exchange.ts'
import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import { weightMax } from './weights.ts'

const decimals = (digits: number) => (1 / Number(`1e${digits}`)).toFixed(digits)

export function spotInfo(exchange: Exchange, ledgers: readonly SymbolLedger[]) {
  return {
    timezone: 'UTC',
    serverTime: Math.floor(exchange.nowMs),
    rateLimits: [requestWeight(weightMax.spot)],
    exchangeFilters: [],
    symbols: ledgers.map(spotSymbol),
  }
}

export function futuresInfo(exchange: Exchange) {
  return {
    timezone: 'UTC',
    serverTime: Math.floor(exchange.nowMs),
    futuresType: 'U_MARGINED',
    rateLimits: [requestWeight(weightMax.futures)],
    exchangeFilters: [],
    assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
    symbols: exchange.ledgers.map((ledger) => futuresSymbol(ledger, exchange.startMs)),
  }
}

function requestWeight(limit: number) {
  return { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit }
}

function spotSymbol({ listing }: SymbolLedger) {
  const tick = decimals(listing.priceDecimals)
  const step = decimals(listing.quantityDecimals)
  return {
    symbol: listing.symbol,
    status: 'TRADING',
    baseAsset: listing.base,
    baseAssetPrecision: 8,
    quoteAsset: listing.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT'],
    icebergAllowed: true,
    ocoAllowed: true,
    otoAllowed: true,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: true,
    cancelReplaceAllowed: true,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: tick, maxPrice: '1000000.00', tickSize: tick },
      { filterType: 'LOT_SIZE', minQty: step, maxQty: '90000.00', stepSize: step },
      { filterType: 'MARKET_LOT_SIZE', minQty: '0.00', maxQty: '10000.00', stepSize: '0.00' },
      {
        filterType: 'NOTIONAL',
        minNotional: '5.00',
        applyMinToMarket: true,
        maxNotional: '9000000.00',
        applyMaxToMarket: false,
        avgPriceMins: 5,
      },
      { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
    ],
    permissions: [],
    permissionSets: [['SPOT']],
    defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
    allowedSelfTradePreventionModes: ['EXPIRE_MAKER'],
  }
}

function futuresSymbol({ listing }: SymbolLedger, onboardDate: number) {
  const tick = decimals(listing.priceDecimals)
  const step = decimals(listing.quantityDecimals)
  return {
    symbol: listing.symbol,
    pair: listing.symbol,
    contractType: 'PERPETUAL',
    deliveryDate: 4_133_404_800_000,
    onboardDate,
    status: 'TRADING',
    maintMarginPercent: '2.0000',
    requiredMarginPercent: '5.0000',
    baseAsset: listing.base,
    quoteAsset: listing.quote,
    marginAsset: listing.quote,
    pricePrecision: listing.priceDecimals,
    quantityPrecision: listing.quantityDecimals,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: [],
    triggerProtect: '0.0500',
    liquidationFee: '0.012500',
    marketTakeBound: '0.05',
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: tick, maxPrice: '1000000', tickSize: tick },
      { filterType: 'LOT_SIZE', minQty: step, maxQty: '10000', stepSize: step },
      { filterType: 'MARKET_LOT_SIZE', minQty: step, maxQty: '1000', stepSize: step },
      { filterType: 'MAX_NUM_ORDERS', limit: 200 },
      { filterType: 'MIN_NOTIONAL', notional: '5' },
      {
        filterType: 'PERCENT_PRICE',
        multiplierUp: '1.0500',
        multiplierDown: '0.9500',
        multiplierDecimal: '4',
      },
    ],
    orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
  }
}
