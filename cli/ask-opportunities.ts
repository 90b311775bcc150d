import type { Topic } from '../engine/core/topic.ts'
import { newestStampMs } from '../engine/log/by-stamp.ts'
import { readBack } from '../engine/log/kafka/read-back.ts'
import type { Opportunity } from '../operators/funnel/opportunity.ts'
import type { Mode } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { answerRows } from './answer-rows.ts'
import type { Place } from './data-folder.ts'
import {
  funnelTopics,
  type Opportunities,
  type OpportunitiesAsked,
  opportunitiesIn,
} from './opportunities.ts'
import { openFolderLog, visitPlace } from './reading.ts'
import { askEngine } from './serving.ts'

/** From the tables of an engine that runs, else from the log. */
export async function askOpportunities(
  place: Place,
  asked: OpportunitiesAsked,
): Promise<Opportunities> {
  const told = place.folder === undefined ? undefined : await fromTables(place.folder, asked)
  if (told !== undefined) return told
  return place.log === 'kafka' ? fromKafka(place, asked) : fromFolder(place.folder, asked)
}

async function fromFolder(folder: string, asked: OpportunitiesAsked): Promise<Opportunities> {
  const log = await openFolderLog(folder)
  try {
    return opportunitiesIn(log, asked)
  } finally {
    await log.close()
  }
}

/** Reads of the long topics only the time that is asked for. */
async function fromKafka(
  place: Extract<Place, { readonly log: 'kafka' }>,
  asked: OpportunitiesAsked,
): Promise<Opportunities> {
  const application = await visitPlace(place)
  try {
    const { link } = application
    const clock = await readBack(link, [topics.status] as readonly Topic<unknown>[])
    const statusMs = newestStampMs(clock, topics.status)
    if (statusMs === undefined) return { toMs: null, mode: null, found: [] }
    const needed = funnelTopics as readonly Topic<unknown>[]
    const log = await readBack(link, needed, statusMs - asked.lengthMs)
    // The desk says how it is less often than it decides.
    const toMs = Math.max(statusMs, ...needed.map((topic) => newestStampMs(log, topic) ?? 0))
    return opportunitiesIn(log, asked, toMs)
  } finally {
    await application.close()
  }
}

type Row = readonly [gate: string, number | null, number | null, number | null, Mode]

/** Undefined where no engine runs, or its tables do not answer: it may run without. */
async function fromTables(
  folder: string,
  { lengthMs, symbol }: OpportunitiesAsked,
): Promise<Opportunities | undefined> {
  const clock = await rowsOf<readonly [string | number]>(
    folder,
    'SELECT toUnixTimestamp64Milli(time) FROM source_clock',
  )
  if (clock === undefined) return undefined
  const toMs = Number(clock[0]?.[0] ?? 0)
  if (toMs === 0) return { toMs: null, mode: null, found: [] }
  const ofSymbol = symbol === undefined ? '' : ` AND symbol = '${symbol}'`
  const rows = await rowsOf<Row>(
    folder,
    `SELECT gate, value, threshold, shadow_net_pct, mode FROM opportunities WHERE time >= fromUnixTimestamp64Milli(${toMs - lengthMs})${ofSymbol}`,
  )
  return rows && { toMs, mode: rows[0]?.[4] ?? null, found: rows.map(opportunityOf) }
}

function opportunityOf([gate, value, threshold, shadowNetPct]: Row): Opportunity {
  return { gate: gate === '' ? null : gate, value, threshold, shadowNetPct }
}

async function rowsOf<Row>(folder: string, query: string): Promise<readonly Row[] | undefined> {
  const answer = await askEngine(folder, { ask: 'sql', query, format: 'JSONCompactEachRow' })
  return answer?.ok === true ? answerRows(answer.text) : undefined
}
