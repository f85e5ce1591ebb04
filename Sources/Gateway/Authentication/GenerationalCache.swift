import Synchronization

/// Remembers at most `capacity` entries: when the young half is full the old half is forgotten, and what is used moves to the young one.
final class GenerationalCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var young: [Key: Value] = [:]
        var old: [Key: Value] = [:]
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    subscript(key: Key) -> Value? {
        get {
            state.withLock { state in
                if let value = state.young[key] { return value }
                guard let value = state.old.removeValue(forKey: key) else { return nil }
                insert(value, key, &state)
                return value
            }
        }
        set {
            state.withLock { state in
                state.old[key] = nil
                guard let newValue else {
                    state.young[key] = nil
                    return
                }
                insert(newValue, key, &state)
            }
        }
    }

    var count: Int { state.withLock { $0.young.count + $0.old.count } }

    private func insert(_ value: Value, _ key: Key, _ state: inout State) {
        if state.young.count >= max(1, capacity / 2) { state = State(young: [:], old: state.young) }
        state.young[key] = value
    }
}
