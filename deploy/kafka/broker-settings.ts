/**
 * What every broker of ours is set to, whoever starts it: the cluster without Docker and the compose files.
 * Replication follows from the number of nodes: one, or three of which two must have a record.
 */
export function brokerSettings(nodes: number): { readonly [name: string]: string | number } {
  const minIsr = nodes === 1 ? 1 : 2
  return {
    'process.roles': 'broker,controller',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'default.replication.factor': nodes,
    'min.insync.replicas': minIsr,
    'offsets.topic.replication.factor': nodes,
    'transaction.state.log.replication.factor': nodes,
    'transaction.state.log.min.isr': minIsr,
    'share.coordinator.state.topic.replication.factor': nodes,
    'share.coordinator.state.topic.min.isr': minIsr,
    // Fifty partitions of each internal topic serve hundreds of machines, and make a small one slow to start.
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.num.partitions': 5,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': 'false',
    // A node that was killed may register again as soon as its session has ended.
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
  }
}
