import Store

extension Reading {
    /// What the store keeps in memory, and what it has done by itself.
    static func of(_ store: Store) -> [Reading] {
        let memory = store.graphMemory
        let counts = store.currentCounts
        return [
            Reading(name: "cardea_watchers", help: "Followers of changes of relationships.", value: store.watcherCount),
            Reading(name: "cardea_write_queue_length", help: "Writes that wait for the database.", value: store.writeQueueLength),
            Reading(name: "cardea_graph_bytes", help: "Memory of the relationships of loaded tenants, about.", value: memory.byteCount),
            Reading(name: "cardea_graphs_loaded", help: "Tenants whose relationships are in memory.", value: memory.tenantCount),
            Reading(
                kind: .counter, name: "cardea_graph_loads_total", help: "Tenants read from the disk into memory.", value: counts.graphLoads),
            Reading(
                kind: .counter, name: "cardea_graph_evictions_total", help: "Tenants let go of for want of memory.",
                value: counts.graphEvictions),
            Reading(
                kind: .counter, name: "cardea_expired_relationships_total", help: "Relationships deleted because they had expired.",
                value: counts.expiredRelationships),
            Reading(
                kind: .counter, name: "cardea_pruned_changes_total", help: "Rows of the history of relationships that were forgotten.",
                value: counts.prunedChanges),
        ]
    }
}
