import { ConfigError } from '../../engine/core/errors.ts'

/** The text has what ClickHouse might read otherwise. */
export class UnreadableSqlError extends ConfigError {}

/** Words and single signs outside of comments and quotes; a quoted text is one token. */
export function* sqlTokens(sql: string): Generator<string> {
  // In this order: blanks, comments, quotes, words and numbers, any other printable sign.
  const pattern =
    /([ \t\r\n\f\v]+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`\\]|\\[\s\S]|``)*`)|([A-Za-z0-9_]+)|([!%&()*+,\-./:;<=>?@[\]^{|}~])/y
  while (pattern.lastIndex < sql.length) {
    const at = pattern.lastIndex
    const match = pattern.exec(sql)
    if (match === null)
      throw new UnreadableSqlError(`it has an unclosed or unusual sign at place ${at + 1}`)
    const [, blank, quoted, word, sign] = match
    if (blank === undefined) yield quoted ?? word ?? sign ?? ''
  }
}
