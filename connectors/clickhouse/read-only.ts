import { ConfigError } from '../../engine/core/errors.ts'

const allowed = new Set(['SELECT', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'WITH'])

/**
 * Refuses any SQL that is not one reading statement. What this reader and ClickHouse's own could
 * see differently (unusual quotes, heredocs) is refused too, so that nothing hides in it.
 */
export function assertReadOnly(sql: string): void {
  let depth = 0
  let first: string | undefined
  let ended = false
  for (const token of tokens(sql)) {
    if (ended) throw refusal('it has more than one statement')
    const word = token.toUpperCase()
    if (token === '(') depth++
    else if (token === ')') depth--
    else if (token === ';') ended = true
    else if (first === undefined) {
      first = word
      if (!allowed.has(word)) throw refusal(`it begins with ${word.slice(0, 40)}`)
    } else if (word === 'OUTFILE') throw refusal('it writes a file (OUTFILE)')
    // SELECT knows `insert` as a function only.
    else if (word === 'INSERT' && depth === 0 && first !== 'SELECT') throw refusal('it inserts')
  }
  if (first === undefined) throw refusal('it is empty')
}

function refusal(why: string): ConfigError {
  return new ConfigError(
    `only questions are answered here (SELECT, WITH, SHOW, DESCRIBE, EXPLAIN), one at a time; this was refused because ${why}`,
  )
}

/** Words and single signs outside of comments and quotes; a quoted text is one token. */
function* tokens(sql: string): Generator<string> {
  // In this order: blanks, comments, quotes, words and numbers, any other printable sign.
  const pattern =
    /([ \t\r\n\f\v]+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`\\]|\\[\s\S]|``)*`)|([A-Za-z0-9_]+)|([!%&()*+,\-./:;<=>?@[\]^{|}~])/y
  while (pattern.lastIndex < sql.length) {
    const at = pattern.lastIndex
    const match = pattern.exec(sql)
    if (match === null) throw refusal(`it has an unclosed or unusual sign at place ${at + 1}`)
    const [, blank, quoted, word, sign] = match
    if (blank === undefined) yield quoted ?? word ?? sign ?? ''
  }
}
