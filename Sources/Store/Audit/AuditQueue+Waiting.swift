import Synchronization

/// Waiting for room: when decisions come faster than the disk takes them, they are slowed down before they are refused.
extension AuditQueue {
    /// The same as `append`, but waits for room for a moment. Who is cancelled meanwhile has recorded nothing.
    func appendWhenThereIsRoom(_ entries: [AuditEntry]) async throws(AuditQueueFull) {
        if (try? append(entries)) != nil { return }
        guard await waitForRoom(entries) else { throw AuditQueueFull() }
    }

    /// Callers who wait for room.
    var callerCount: Int { state.withLock { $0.line.count } }

    private func waitForRoom(_ entries: [AuditEntry]) async -> Bool {
        let number = state.withLock { $0.line.nextNumber() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let deadline = ContinuousClock.now + bounds.patience
                join(AuditLine.Caller(number: number, entries: entries, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            let caller = state.withLock { $0.line.remove(number) }
            caller?.continuation.resume(returning: false)
            admitCallers()
        }
    }

    private func join(_ caller: AuditLine.Caller) {
        let (isAccepted, isFirst) = state.withLock { state in
            // Looked at here, since one that is cancelled before it stands in the line would not be found there.
            guard !Task.isCancelled, state.line.count < bounds.callers, caller.count <= bounds.capacity else { return (false, false) }
            return (true, state.line.append(caller))
        }
        guard isAccepted else { return caller.continuation.resume(returning: false) }
        // Room may have been made before it stood in the line.
        admitCallers()
        if isFirst { watchLine() }
    }

    /// Lets in those at the front for whom there is room; nobody passes one who waits.
    func admitCallers() {
        let admitted = state.withLock { state in
            var admitted: [AuditLine.Caller] = []
            while let count = state.line.nextCount, state.backlog.count + count <= bounds.capacity {
                let caller = state.line.removeFirst()
                for entry in caller.entries { state.backlog.append(entry) }
                admitted.append(caller)
            }
            return admitted
        }
        for caller in admitted { caller.continuation.resume(returning: true) }
    }

    /// Sends away those who have waited for too long, until nobody waits.
    private func watchLine() {
        Task {
            while let deadline = state.withLock({ $0.line.nextDeadline() }) {
                try? await Task.sleep(until: deadline, clock: .continuous)
                let expired = state.withLock { $0.line.removeExpired(at: .now) }
                for caller in expired { caller.continuation.resume(returning: false) }
                admitCallers()
            }
        }
    }
}
