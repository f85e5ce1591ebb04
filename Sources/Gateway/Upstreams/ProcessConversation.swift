import MCP
import Synchronization

/// The messages exchanged with one process: numbers requests, finds the request an answer belongs to, bounds what waits.
///
/// Several callers share the process, so their ids and progress tokens are replaced by numbers of our own and put back on the way out.
final class ProcessConversation: Sendable {
    typealias Messages = AsyncThrowingStream<UpstreamMessage, any Error>

    private struct Waiting {
        let messages: Messages.Continuation
        /// The caller's own token.
        let progressToken: JSONText?
    }

    private struct State {
        var lastID: Int64 = 0
        var waiting: [Int64: Waiting] = [:]
        var isClosed = false
    }

    static let waitingLimit = 256
    private static let lineQueueLimit = 512
    private static let messageQueueLimit = 1024

    /// What is to be written, line by line.
    let lines: AsyncStream<[UInt8]>
    private let linesInput: AsyncStream<[UInt8]>.Continuation
    private let state = Mutex(State())

    init() {
        (lines, linesInput) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.lineQueueLimit))
    }

    /// Sends a request; the stream ends after its answer.
    func request(
        progressToken: JSONText? = nil, _ write: (_ id: Int64, _ progressToken: JSONFragment?) -> [UInt8]
    ) throws(UpstreamFailure) -> (id: Int64, messages: Messages) {
        let (messages, input) = Messages.makeStream(bufferingPolicy: .bufferingOldest(Self.messageQueueLimit))
        let id: Int64? = state.withLock { state in
            guard !state.isClosed, state.waiting.count < Self.waitingLimit else { return nil }
            state.lastID += 1
            state.waiting[state.lastID] = Waiting(messages: input, progressToken: progressToken)
            return state.lastID
        }
        guard let id else { throw isClosed ? .ended : .busy }
        do {
            try send(write(id, progressToken.map { _ in .integer(id) }))
        } catch {
            end(id, throwing: error)
            throw error
        }
        return (id, messages)
    }

    func send(_ message: [UInt8]) throws(UpstreamFailure) {
        switch linesInput.yield(message + [0x0A]) {
        case .enqueued: return
        case .dropped: throw .busy
        default: throw .ended
        }
    }

    /// A line of the process. One that is no message is a fault of the process, but the others need not suffer for it.
    func receive(_ line: [UInt8]) {
        guard let text = try? JSONText(parsing: line, limits: .upstream), let envelope = try? Envelope(text) else { return }
        switch envelope {
        case .result(let id, let result): finish(id.text.integer, with: .result(result))
        case .failure(let id, let error): finish(id?.text.integer, with: .failure(error))
        case .notification(let method, let parameters): if method == MethodName.progress { receiveProgress(parameters) }
        case .request(let id, let method, _): answer(id, method)
        }
    }

    /// Stops waiting for an answer that is not wanted or not expected any more.
    func end(_ id: Int64, throwing error: any Error) {
        state.withLock { $0.waiting.removeValue(forKey: id) }?.messages.finish(throwing: error)
    }

    /// No more lines; the process sees the end of its input.
    func finishInput() {
        linesInput.finish()
    }

    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.messages)
        }
        linesInput.finish()
        for messages in waiting { messages.finish(throwing: UpstreamFailure.ended) }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    private func finish(_ id: Int64?, with message: UpstreamMessage) {
        guard let id, let waiting = state.withLock({ $0.waiting.removeValue(forKey: id) }) else { return }
        if case .dropped = waiting.messages.yield(message) {
            waiting.messages.finish(throwing: UpstreamFailure.busy)
        } else {
            waiting.messages.finish()
        }
    }

    private func receiveProgress(_ parameters: JSONText?) {
        guard let parameters, let id = parameters["progressToken"]?.integer,
            let waiting = state.withLock({ $0.waiting[id] }), let token = waiting.progressToken
        else { return }
        let members = (parameters.members ?? []).map { member in
            (name: member.name, value: JSONFragment.text(member.name == "progressToken" ? token : member.value))
        }
        let bytes = WireRequest.notification(MethodName.progress, parameters: members)
        guard let text = try? JSONText(parsing: bytes, limits: .upstream) else { return }
        waiting.messages.yield(.notification(text))
    }

    /// Nothing can be asked of the gateway but whether it is there.
    private func answer(_ id: MessageID, _ method: String) {
        let answer =
            method == MethodName.ping
            ? Answer.result(.object([]), to: id)
            : ProtocolRefusal(.methodNotFound, "the gateway answers no requests", id: id).response
        try? send(answer)
    }
}
