import { sqlTokens } from './sql-tokens.ts'

/** How an answer is written, and limits. Others may hold expressions or the names of files. */
const harmless =
  /^(?:output_format_(?:json|pretty|csv|tsv|markdown|values)_\w+|date_time_output_format|extremes|join_use_nulls|max_(?:execution_time|result_rows|rows_to_read|threads))$/i

/** How many SETTINGS clauses a statement has, if all of them hold nothing but harmless ones; else 0. */
export function harmlessClauses(sql: string): number {
  const tokens = [...sqlTokens(sql)]
  let clauses = 0
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.toUpperCase() !== 'SETTINGS' || tokens[at + 2] !== '=') continue
    if (!isHarmless(tokens, at + 1)) return 0
    clauses++
  }
  return clauses
}

/** From the first name on: `name = value`, and so on behind each comma. */
function isHarmless(tokens: readonly string[], first: number): boolean {
  for (let at = first; ; at += 4) {
    const [name = '', equals, value = '', next] = tokens.slice(at, at + 4)
    // A value of more than one token, such as a map, is none of the harmless ones.
    if (equals !== '=' || !harmless.test(name) || !/^[\w']/.test(value)) return false
    if (next !== ',')
      return next === undefined || /^(?:[);]|FORMAT|UNION|EXCEPT|INTERSECT)$/i.test(next)
  }
}
