package import Foundation

package struct StoreConfiguration: Sendable {
    /// Made with mode 0700 when it is not there.
    package let directory: String
    /// Bytes that all graphs in memory may have together; beyond it the tenants that were not used for the longest time are let go.
    package let graphBudget: Int
    /// How long the history of relationships is kept; nil keeps all of it.
    package let historyRetention: TimeInterval?
    package let clock: @Sendable () -> Date
    /// Called on the loading thread for a tenant with `LoadProgress.smallest` relationships or more: when so many have been read, each
    /// time `LoadProgress.interval` more have, and at the end.
    package let onProgress: (@Sendable (LoadProgress) -> Void)?
    package let onUpkeep: (@Sendable (UpkeepReport) -> Void)?

    package init(
        directory: String, graphBudget: Int = StoreConfiguration.usualGraphBudget, historyRetention: TimeInterval? = usualHistoryRetention,
        clock: @escaping @Sendable () -> Date = { Date() }, onProgress: (@Sendable (LoadProgress) -> Void)? = nil,
        onUpkeep: (@Sendable (UpkeepReport) -> Void)? = nil
    ) {
        self.directory = directory
        self.graphBudget = graphBudget
        self.historyRetention = historyRetention
        self.clock = clock
        self.onProgress = onProgress
        self.onUpkeep = onUpkeep
    }

    /// 4 GiB, or half of the machine's memory where that is less.
    package static var usualGraphBudget: Int { min(4 << 30, Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)) }

    /// 30 days.
    package static let usualHistoryRetention: TimeInterval = 30 * 86_400
}
