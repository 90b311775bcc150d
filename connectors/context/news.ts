import { XMLParser } from 'fast-xml-parser'
import { SentimentIntensityAnalyzer } from 'vader-sentiment'
import type { ContextAdapter } from './adapter.ts'
import { ContextSourceError } from './adapter.ts'

/** Headlines are news for so long. */
const newsMs = 12 * 3_600_000
/** An old headline counts half as much as one so much newer. */
const halfLifeMs = 4 * 3_600_000

interface Headline {
  readonly title: string
  readonly timeMs: number
}

/**
 * How headlines of RSS or Atom feeds sound, as `news`: −1 (bad) to 1 (good), the mean of VADER's compound scores (Hutto & Gilbert 2014), newer ones
 * counting more. It is a word list's opinion of a sentence, not of what it means for a price.
 */
export function newsSentiment(feeds: readonly string[]): ContextAdapter {
  return {
    id: 'news',
    scope: 'market',
    everyMs: 900_000,
    staleMs: 6 * 3_600_000,
    async observe(web, _symbols, nowMs) {
      const headlines: Headline[] = []
      const faults: unknown[] = []
      for (const url of feeds) {
        try {
          headlines.push(...headlinesOf(url, await web.text(url)))
        } catch (error) {
          faults.push(error)
        }
      }
      // One feed of several that is away leaves the others; all of them away are an absent source.
      if (faults.length === feeds.length) throw faults[0]
      return opinionOf(headlines, nowMs)
    },
  }
}

function opinionOf(headlines: readonly Headline[], nowMs: number) {
  const seen = new Set<string>()
  let sum = 0
  let weights = 0
  let newestMs = 0
  for (const { title, timeMs } of headlines) {
    const ageMs = nowMs - timeMs
    // Feeds copy from each other.
    if (ageMs > newsMs || ageMs < -newsMs || seen.has(title)) continue
    seen.add(title)
    const weight = 2 ** (-Math.max(0, ageMs) / halfLifeMs)
    sum += weight * SentimentIntensityAnalyzer.polarity_scores(title).compound
    weights += weight
    newestMs = Math.max(newestMs, Math.min(timeMs, nowMs))
  }
  if (weights === 0) return []
  const detail = `${seen.size} headlines`
  return [{ symbol: null, kind: 'news', value: sum / weights, eventMs: newestMs, detail }]
}

const parser = new XMLParser({ ignoreAttributes: true, processEntities: true })

/** Of RSS 2.0 (`item`, `pubDate`) and Atom (`entry`, `updated`). Throws ContextSourceError for anything else. */
export function headlinesOf(url: string, text: string): readonly Headline[] {
  let document: { readonly rss?: Node; readonly feed?: Node }
  try {
    document = parser.parse(text) as typeof document
  } catch (error) {
    throw new ContextSourceError(url, `is no feed: ${(error as Error).message}`, error)
  }
  const channel = (document.rss?.channel ?? document.feed) as Node | undefined
  if (channel === undefined) throw new ContextSourceError(url, 'is neither RSS nor Atom')
  return nodesOf(channel.item ?? channel.entry).flatMap((node) => {
    const timeMs = Date.parse(textOf(node.pubDate ?? node.updated ?? node.published))
    const title = textOf(node.title).trim()
    return title === '' || Number.isNaN(timeMs) ? [] : [{ title, timeMs }]
  })
}

interface Node {
  readonly [name: string]: unknown
}

/** One child comes alone, several as a list. */
function nodesOf(value: unknown): readonly Node[] {
  if (value === undefined || value === '') return []
  return (Array.isArray(value) ? value : [value]) as readonly Node[]
}

function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return textOf((value as Node)['#text'])
  return value === undefined || value === null ? '' : String(value)
}
