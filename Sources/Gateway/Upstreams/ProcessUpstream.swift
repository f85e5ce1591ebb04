import Logging
import MCP

/// An MCP server that is a process of the gateway's own, spoken to over its standard input and output.
///
/// It is started when it is first needed. One that ends is started again for the next call, after a pause that doubles with each failure.
actor ProcessUpstream: Upstream {
    private struct Ready {
        let process: RunningProcess
        let era: UpstreamEra
    }

    private static let discoveryTimeout = Duration.seconds(5)
    private static let handshakeTimeout = Duration.seconds(30)
    private static let longestPause = Duration.seconds(30)

    private let launch: ProcessLaunch
    private let timeout: Duration
    private let logger: Logger
    private var ready: Ready?
    private var starting: Task<Ready, any Error>?
    private var failures = 0
    private var nextStart = ContinuousClock.now
    /// Some old servers end at the first request they do not know.
    private var knownEra: UpstreamEra?
    private var isClosed = false

    init(launch: ProcessLaunch, timeout: Duration, logger: Logger) {
        self.launch = launch
        self.timeout = timeout
        self.logger = logger
    }

    func send(_ request: UpstreamRequest) async throws -> UpstreamAnswer {
        let ready = try await readied()
        let conversation = ready.process.conversation
        let (id, messages) = try conversation.request(progressToken: request.progressToken) { id, progressToken in
            switch ready.era {
            case .stateless: WireRequest.stateless(request, id: id, progressToken: progressToken)
            case .handshake: WireRequest.inSession(request, id: id, progressToken: progressToken)
            }
        }
        let exchange = ProcessExchange(
            conversation: conversation, id: id, messages: messages, timeout: timeout,
            isCancelledByDisconnect: request.isCancelledByDisconnect)
        guard request.progressToken == nil else { return .stream(exchange.run) }
        return .final(try await exchange.last())
    }

    func close() async {
        isClosed = true
        starting?.cancel()
        let process = ready?.process
        ready = nil
        await process?.stop()
    }

    private func readied() async throws -> Ready {
        try launch.check()
        guard !isClosed else { throw UpstreamFailure.ended }
        if let ready, !ready.process.conversation.isClosed { return ready }
        if let starting { return try await starting.value }
        if ready != nil { noteFailure() }
        ready = nil
        guard nextStart <= .now else { throw UpstreamFailure.unreachable("the process ended and is started again in a moment") }
        let task = Task { try await start() }
        starting = task
        defer { starting = nil }
        do {
            let started = try await task.value
            ready = started
            failures = 0
            return started
        } catch {
            noteFailure()
            throw error
        }
    }

    private func noteFailure() {
        failures = min(failures + 1, 10)
        let pause = min(Duration.milliseconds(100 << failures), Self.longestPause)
        nextStart = .now + pause
    }

    private func start() async throws -> Ready {
        logger.info("starting the process", metadata: ["server": "\(launch.server)", "command": "\(launch.executable)"])
        let process = RunningProcess(launch, logger: logger)
        do {
            let era = try await era(of: process)
            if era == .handshake { try await shakeHands(process) }
            knownEra = era
            return Ready(process: process, era: era)
        } catch {
            Task { await process.stop() }
            throw error
        }
    }

    private func era(of process: RunningProcess) async throws -> UpstreamEra {
        if let knownEra { return knownEra }
        do {
            let answer = try await ask(process, within: Self.discoveryTimeout) { id, _ in
                WireRequest.stateless(UpstreamEra.discovery, id: id)
            }
            return UpstreamEra(discovered: answer)
        } catch UpstreamFailure.timedOut {
            return .handshake
        } catch {
            knownEra = .handshake
            throw error
        }
    }

    private func shakeHands(_ process: RunningProcess) async throws {
        let answer = try await ask(process, within: Self.handshakeTimeout) { id, _ in WireRequest.initialize(id: id) }
        guard case .result(let result) = answer, let version = result["protocolVersion"]?.string,
            let revision = ProtocolRevision(rawValue: version), !revision.isStateless
        else { throw UpstreamFailure.notUnderstood("no common version of the protocol") }
        try process.conversation.send(WireRequest.notification(MethodName.initialized))
    }

    private func ask(
        _ process: RunningProcess, within timeout: Duration, _ write: (_ id: Int64, _ progressToken: JSONFragment?) -> [UInt8]
    ) async throws -> UpstreamMessage {
        let (id, messages) = try process.conversation.request(write)
        let exchange = ProcessExchange(
            conversation: process.conversation, id: id, messages: messages, timeout: timeout, isCancelledByDisconnect: false)
        return try await exchange.last()
    }
}
