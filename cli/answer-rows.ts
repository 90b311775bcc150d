/** The rows of what ClickHouse answered in the format JSONCompactEachRow. */
export function answerRows<Row>(text: string): readonly Row[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}
