import { ConfigError } from '../../engine/core/errors.ts'
import { sqlTokens, UnreadableSqlError } from './sql-tokens.ts'

/** They read files or call services by a function's mere name, in places that no syntax tree shows. */
const outside = /^(?:file|catboostevaluate|ai[a-z]+)$/i

const allowed = new Set(['SELECT', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'WITH'])

/**
 * Refuses any SQL that is not one reading statement. What this reader and ClickHouse's own could
 * see differently (unusual quotes, heredocs) is refused too, so that nothing hides in it.
 */
export function assertReadOnly(sql: string): void {
  let depth = 0
  let first: string | undefined
  let ended = false
  for (const token of tokensOf(sql)) {
    if (ended) throw refusal('it has more than one statement')
    const word = token.toUpperCase()
    const name = nameOf(token)
    if (name.includes('\\')) throw refusal('a quoted name in it has a backslash')
    if (outside.test(name)) throw refusal(`it names the function ${name}`)
    if (first === 'SHOW' && (token === '(' || word === 'WHERE'))
      throw refusal('SHOW takes no condition but LIKE here')
    if (token === '(') depth++
    else if (token === ')') depth--
    else if (token === ';') ended = true
    else if (first === undefined) {
      first = word
      if (!allowed.has(word)) throw refusal(`it begins with ${word.slice(0, 40)}`)
    } else if (word === 'OUTFILE') throw refusal('it writes a file (OUTFILE)')
    // What these hold is in no syntax tree.
    else if (word === 'APPLY') throw refusal('it uses APPLY')
    // SELECT knows `insert` as a function only.
    else if (word === 'INSERT' && depth === 0 && first !== 'SELECT') throw refusal('it inserts')
  }
  if (first === undefined) throw refusal('it is empty')
}

function* tokensOf(sql: string): Generator<string> {
  try {
    yield* sqlTokens(sql)
  } catch (error) {
    throw error instanceof UnreadableSqlError ? refusal(error.message) : error
  }
}

/** The name that a word or a quoted name stands for; '' for a text or a sign. */
function nameOf(token: string): string {
  if (/^["`]/.test(token)) return token.slice(1, -1)
  return /^\w/.test(token) ? token : ''
}

function refusal(why: string): ConfigError {
  return new ConfigError(
    `only questions are answered here (SELECT, WITH, SHOW, DESCRIBE, EXPLAIN), one at a time; this was refused because ${why}`,
  )
}
