/** Loads a package that an installation may lack; then its error says how to get it. */
export async function optionalPackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const [why] = (error as Error).message.split('\n')
    throw new Error(`${name} cannot be loaded: ${why} (an optional package: npm ci installs it)`, {
      cause: error,
    })
  }
}
