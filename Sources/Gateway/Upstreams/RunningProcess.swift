import Logging
import MCP
import Subprocess

/// One run of a server's process, from its start to its end, with the conversation over its input and output.
struct RunningProcess: Sendable {
    /// How long it may take after the end of its input, and again after SIGTERM, before the next step.
    private static let grace = Duration.seconds(2)

    /// To its whole session, so that what it started ends with it.
    private static let teardown: [TeardownStep] = [
        .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: grace),
        .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
    ]

    let conversation = ProcessConversation()
    private let ending: Task<Void, Never>

    init(_ launch: ProcessLaunch, logger: Logger) {
        let conversation = self.conversation
        ending = Task {
            do {
                let status = try await Self.run(launch, conversation, logger)
                logger.info("the process ended", metadata: ["server": "\(launch.server)", "status": "\(status)"])
            } catch {
                logger.error("the process failed", metadata: ["server": "\(launch.server)", "cause": "\(error)"])
            }
            conversation.close()
        }
    }

    /// Asks it to end (end of input, then SIGTERM, then SIGKILL) and returns when it has.
    func stop() async {
        conversation.finishInput()
        await ending.value
    }

    private static func run(_ launch: ProcessLaunch, _ conversation: ProcessConversation, _ logger: Logger) async throws -> String {
        var options = PlatformOptions()
        // Signals to the gateway's terminal are the gateway's own; it ends its processes itself.
        options.createSession = true
        let outcome = try await Subprocess.run(
            .path(path(launch.executable)), arguments: Arguments(launch.arguments),
            environment: .custom(environment(launch.environment)), platformOptions: options, input: .inputWriter, output: .sequence,
            error: .sequence
        ) { execution in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await read(execution.standardOutput, conversation)
                    return true
                }
                group.addTask {
                    try await log(execution.standardError, launch.server, logger)
                    return false
                }
                group.addTask {
                    await write(conversation.lines, to: execution.standardInputWriter)
                    try? await Task.sleep(for: grace)
                    await execution.teardown(using: teardown)
                    return true
                }
                // The end of its output or its input is the end of the conversation; cancelling the writer ends the process as well.
                defer {
                    conversation.close()
                    group.cancelAll()
                }
                while let isEnd = try await group.next(), !isEnd {}
            }
        }
        return "\(outcome.terminationStatus)"
    }

    private static func write(_ lines: AsyncStream<[UInt8]>, to writer: StandardInputWriter) async {
        for await line in lines {
            guard (try? await writer.write(line)) != nil else { break }
        }
        try? await writer.finish()
    }

    private static func read(_ output: SubprocessOutputSequence, _ conversation: ProcessConversation) async throws {
        var decoder = LineDecoder()
        for try await chunk in output {
            for line in try decoder.decode(chunk.withUnsafeBytes { Array($0) }) { conversation.receive(line) }
        }
    }

    /// What it writes to its standard error is for people.
    private static func log(_ errors: SubprocessOutputSequence, _ server: String, _ logger: Logger) async throws {
        var decoder = LineDecoder(limit: 64 * 1024)
        for try await chunk in errors {
            let lines = (try? decoder.decode(chunk.withUnsafeBytes { Array($0) })) ?? []
            for line in lines {
                logger.info("\(String(decoding: line.prefix(2000), as: UTF8.self))", metadata: ["server": "\(server)", "stream": "stderr"])
            }
        }
    }

    /// `FilePath` belongs to a module that nothing else here needs.
    private static func path<Path: ExpressibleByStringLiteral>(_ text: Path.StringLiteralType) -> Path {
        Path(stringLiteral: text)
    }

    private static func environment(_ variables: [String: String]) -> [Environment.Key: String] {
        var environment: [Environment.Key: String] = [:]
        for (name, value) in variables { environment[Environment.Key(stringLiteral: name)] = value }
        return environment
    }
}
