/** Which versions of an API a side speaks. */
export interface VersionRange {
  readonly min: number
  readonly max: number
}

/** The APIs of Kafka's protocol that the engine uses, by kafkajs's names for them. */
export const usedApis = [
  'Produce',
  'Fetch',
  'ListOffsets',
  'Metadata',
  'OffsetCommit',
  'OffsetFetch',
  'GroupCoordinator',
  'JoinGroup',
  'Heartbeat',
  'LeaveGroup',
  'SyncGroup',
  'DescribeGroups',
  'CreateTopics',
  'DeleteTopics',
  'InitProducerId',
  'AddPartitionsToTxn',
  'AddOffsetsToTxn',
  'EndTxn',
  'TxnOffsetCommit',
  'DescribeConfigs',
  'AlterConfigs',
] as const

export type UsedApi = (typeof usedApis)[number]

/**
 * The used APIs of which client and broker have no version in common, each with both ranges. kafkajs
 * looks at the broker's newest version only, and meets a broker that no longer speaks an old one (KIP-896)
 * in the middle of its work.
 */
export function apisWithoutCommonVersion(
  client: { readonly [api in UsedApi]: VersionRange },
  broker: { readonly [api in UsedApi]: VersionRange | undefined },
): string[] {
  return usedApis.flatMap((api) => {
    const ours = client[api]
    const theirs = broker[api]
    // kafkajs asks in the newest version that it has and that is not above the broker's newest.
    const asked = theirs && Math.min(ours.max, theirs.max)
    if (theirs !== undefined && asked !== undefined && asked >= theirs.min && asked >= ours.min)
      return []
    const offered = theirs === undefined ? 'none' : `${theirs.min} to ${theirs.max}`
    return [`${api} (client ${ours.min} to ${ours.max}, broker ${offered})`]
  })
}
