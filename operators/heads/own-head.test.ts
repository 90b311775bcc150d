import { describe, expect, test } from 'vitest'
import { castVotes } from './catalogue.ts'
import { type OwnHead, type OwnOpinion, ownHead, ownHeadId } from './own-head.ts'
import { closeTimeMs, draw } from './testing/chart.ts'

const input = draw({})
const opinion: OwnOpinion = {
  direction: 'LONG',
  probability: 0.6,
  confidence: 0.7,
  reasons: ['it rose'],
}
const voteOf = (vote: OwnHead) => castVotes(input, [ownHead('my-head', '1a2b3c4d', vote)])[0]

describe('a head of a user’s own', () => {
  test('votes under the name of its file, with the version of its text', () => {
    expect(ownHeadId('my-head-2')).toBe('HEAD_MY_HEAD_2')
    expect(voteOf(() => opinion)).toEqual({
      head: 'HEAD_MY_HEAD',
      model_version: 'my-head-1a2b3c4d',
      validity: 'OK',
      valid_until: closeTimeMs + 900_000,
      absent: [],
      ...opinion,
    })
  })

  test('may say how long it holds and what it missed', () => {
    const validUntilMs = closeTimeMs + 3_600_000
    expect(voteOf(() => ({ ...opinion, absent: ['cvd'], validUntilMs }))).toMatchObject({
      valid_until: validUntilMs,
      absent: ['cvd'],
    })
  })

  test('may have no opinion, and says why', () => {
    expect(voteOf(() => ({ validity: 'WARMING', reason: 'ten more candles' }))).toMatchObject({
      validity: 'WARMING',
      direction: 'FLAT',
      confidence: 0,
      reasons: ['ten more candles'],
    })
  })

  const bad: readonly (readonly [string, unknown, string])[] = [
    ['a direction that is none', { ...opinion, direction: 'UP' }, 'direction must be one of'],
    [
      'a probability above 1',
      { ...opinion, probability: 60 },
      'probability must lie between 0 and 1, was 60',
    ],
    ['a confidence that is no number', { ...opinion, confidence: Number.NaN }, 'was NaN'],
    ['reasons that are not a list', { ...opinion, reasons: 'up' }, 'reasons must be text'],
    [
      'a time that has passed',
      { ...opinion, validUntilMs: closeTimeMs },
      'must lie behind closeTimeMs',
    ],
    ['a validity that is none', { validity: 'OK', reason: '' }, 'validity must be one of'],
    ['nothing', undefined, 'TypeError'],
  ]
  test.each(bad)('that answers with %s casts an ERROR vote that says so', (_, answer, reason) => {
    const vote = voteOf(() => answer as OwnOpinion)
    expect(vote).toMatchObject({ head: 'HEAD_MY_HEAD', validity: 'ERROR', direction: 'FLAT' })
    expect(vote?.reasons.join()).toContain(reason)
  })

  test('that throws casts an ERROR vote', () => {
    const vote = voteOf(() => {
      throw new Error('divided by nothing')
    })
    expect(vote).toMatchObject({ validity: 'ERROR', reasons: ['Error: divided by nothing'] })
  })
})
