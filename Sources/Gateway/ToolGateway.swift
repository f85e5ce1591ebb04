import API
package import Foundation
import HTTPTypes
package import Logging
import MCP

/// The way of one request for an MCP server, from its first check to its line in the log.
///
/// Holds no policy and no session: a request stands for itself, and what it may do is asked anew each time.
package struct ToolGateway: Sendable {
    private static let description = ServerDescription(name: "cardea-gateway", version: "0.1.0")

    private let settings: GatewaySettings
    private let origins: OriginRule
    private let authenticator: Authenticator
    private let authorizer: Authorizer
    private let registry: ServerRegistry
    private let upstreams: UpstreamPool
    private let logger: Logger

    package init(
        settings: GatewaySettings, service: any AuthorizationService, upstreams: UpstreamPool, logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.settings = settings
        self.upstreams = upstreams
        self.logger = logger
        origins = OriginRule(settings: settings)
        let keys = IssuerKeys(now: now) { try await service.keys() }
        authenticator = Authenticator(issuer: settings.issuer, keys: keys, now: now)
        authorizer = Authorizer(service: service, timeout: settings.decisionTimeout)
        registry = ServerRegistry(service: service, now: now, logger: logger)
    }

    // MARK: The way of one request

    /// The token is looked at before the body, so that a stranger learns nothing from how a message is read; everything else follows in
    /// the order in which a refusal costs least.
    package func respond(to request: GatewayRequest) async -> GatewayResponse {
        var record = CallRecord(request)

        // What needs no body and no token: method, page, address.
        guard request.method == .post else { return refused(.methodNotAllowed, record) }
        guard origins.accepts(request.headers) else { return refused(.originNotAllowed, record) }
        guard let server = await registry.server(request.server) else { return refused(.unknownServer, record) }

        // Authenticate.
        let caller: Caller
        do {
            caller = try await authenticator.caller(of: request, at: server)
        } catch let refusal as Unauthenticated {
            return challenged(refusal, server, record)
        } catch {
            return unanswered(nil, record, cause: "the issuer's keys cannot be fetched", status: 503)
        }
        record.caller = caller

        // Parse, and check the protocol: headers against body.
        let message: ModelContextRequest
        do throws(ProtocolRefusal) {
            guard Self.isJSON(request.headers) else { return refused(.mediaTypeNotSupported, record) }
            switch try InboundMessage(body: request.body, headers: HeaderFields(request.headers)) {
            case .request(let read): message = read
            case .notification(let method, _):
                record.method = method
                record.write(.answered, to: logger)
                return GatewayResponse(status: 202)
            }
        } catch {
            return refused(error, record)
        }
        record.method = message.method

        // Resolve, authorize, forward; each method its own way.
        do throws(ProtocolRefusal) {
            switch message.method {
            case MethodName.callTool: return await call(try ToolCall(message), message, request, server, caller, record)
            case MethodName.listTools: return await list(message, request, server, caller, record)
            default: return answered(try ownAnswer(to: message), message, record)
            }
        } catch {
            return refused(error, record)
        }
    }

    /// What the gateway answers by itself: it stands for the server, and offers tools and nothing else.
    private func ownAnswer(to message: ModelContextRequest) throws(ProtocolRefusal) -> JSONFragment {
        switch (message.method, message.revision.isStateless) {
        case (MethodName.discover, true): Self.description.discoverResult()
        case (MethodName.initialize, false): try Self.description.initializeResult(for: message)
        case (MethodName.ping, false): .object([])
        default: throw .methodNotFound(message)
        }
    }

    // MARK: tools/call

    private func call(
        _ call: ToolCall, _ message: ModelContextRequest, _ request: GatewayRequest, _ server: ServerEntry, _ caller: Caller,
        _ started: CallRecord
    ) async -> GatewayResponse {
        var record = started
        record.tool = String(call.name.prefix(ToolCall.nameLengthLimit))

        // Resolve the tool: registered, and not switched off.
        guard let tool = server.tool(call.name) else { return refused(call.unknown(to: message), record) }

        // Authorize the tool and the resource that the arguments name: one question, one answer, on every call.
        let question: CallQuestion
        do {
            question = try CallQuestion(caller: caller, server: server, tool: tool, arguments: call.arguments)
        } catch let error as ResourceTemplate.Unfillable {
            return refused(ProtocolRefusal(.invalidParameters, error.message, id: message.id, status: 200), record)
        } catch {
            return failed(
                "the tool's registration cannot be used", message, record, cause: "the id template of `\(tool.name)` is malformed")
        }
        switch await authorizer.verdict(on: question, requestID: request.requestID) {
        case .allowed(let decisionID): record.decisionID = decisionID
        case .denied(let code, let reason, let decisionID):
            record.decisionID = decisionID
            return denied(code, reason, message, record)
        case .tokenRefused(let reason, let decisionID):
            record.decisionID = decisionID
            return challenged(Unauthenticated(.invalidToken, reason), server, record)
        case .unanswered(let cause): return unanswered(message.id, record, cause: cause)
        }

        // Forward, with the gateway's own credential.
        do {
            let upstream = upstreams.upstream(of: server)
            let forwarded = call.upstreamRequest(message, request, caller)
            // A client of an older revision may come back for its answer, so its call goes on.
            let answer =
                forwarded.isCancelledByDisconnect
                ? try await request.endingWithCaller { try await upstream.send(forwarded) } : try await upstream.send(forwarded)
            return relayed(answer, message, record)
        } catch is CancellationError {
            return failed("the call was cancelled", message, record, cause: "the caller went away")
        } catch {
            return failed("the server did not answer", message, record, cause: "\(error)")
        }
    }

    // MARK: tools/list

    private func list(
        _ message: ModelContextRequest, _ request: GatewayRequest, _ server: ServerEntry, _ caller: Caller, _ started: CallRecord
    ) async -> GatewayResponse {
        var record = started
        guard message.parameters?["cursor"] == nil else {
            return refused(ProtocolRefusal(.invalidParameters, "the cursor is not known", id: message.id, status: 200), record)
        }
        let tools: [ListedTool]
        do {
            tools = try await ToolList.all(of: upstreams.upstream(of: server), caller: caller, requestID: request.requestID)
                .filter { server.tool($0.name) != nil }
        } catch {
            return failed("the server did not answer", message, record, cause: "\(error)")
        }
        let questions = tools.map { CallQuestion(caller: caller, server: server, tool: $0.name) }
        guard let verdicts = await authorizer.verdicts(on: questions, requestID: request.requestID) else {
            return unanswered(message.id, record, cause: "no decisions")
        }
        for case .tokenRefused(let reason, let decisionID) in verdicts {
            record.decisionID = decisionID
            return challenged(Unauthenticated(.invalidToken, reason), server, record)
        }
        let visible = zip(tools, verdicts).filter { $0.1.isAllowed }.map { JSONFragment.text($0.0.definition) }
        return answered(Self.description.toolsResult(visible, revision: message.revision), message, record)
    }
}

// MARK: Life

extension ToolGateway {
    /// True as soon as the list of servers is there.
    package var isReady: Bool { registry.isLoaded }

    /// Keeps the list of servers fresh until the task is cancelled, then ends the upstreams.
    package func run() async {
        while !Task.isCancelled {
            await registry.refresh()
            if registry.isLoaded { await upstreams.keep(registry.servers) }
            try? await Task.sleep(for: settings.registryInterval)
        }
        await upstreams.keep([])
    }

    /// The document at `/.well-known/oauth-protected-resource/…` of a server (RFC 9728 §3).
    package func protectedResourceMetadata(of name: String) async -> GatewayResponse {
        guard let server = await registry.server(name) else { return HTTPRefusal.unknownServer.response }
        return ProtectedResourceMetadata(server: server, issuer: settings.issuer).response
    }
}

// MARK: Ends

extension ToolGateway {
    private static func isJSON(_ headers: HTTPFields) -> Bool {
        let types = headers[values: .contentType]
        return types.count == 1 && types[0].prefix { $0 != ";" }.filter { $0 != " " }.lowercased() == "application/json"
    }

    private func refused(_ refusal: HTTPRefusal, _ record: CallRecord) -> GatewayResponse {
        record.write(.refused, cause: refusal.message, to: logger)
        return refusal.response
    }

    private func refused(_ refusal: ProtocolRefusal, _ record: CallRecord) -> GatewayResponse {
        record.write(.refused, cause: refusal.message, to: logger)
        return .refusal(refusal)
    }

    private func challenged(_ refusal: Unauthenticated, _ server: ServerEntry, _ record: CallRecord) -> GatewayResponse {
        record.write(.unauthenticated, cause: refusal.message, to: logger)
        return Challenge(metadataURL: metadataURL(of: server), refusal: refusal).response
    }

    private func unanswered(_ id: MessageID?, _ record: CallRecord, cause: String, status: Int = 200) -> GatewayResponse {
        record.write(.failed, cause: cause, to: logger)
        return .refusal(ProtocolRefusal(.internalError, "authorization service did not answer", id: id, status: status))
    }

    private func failed(_ text: String, _ message: ModelContextRequest, _ record: CallRecord, cause: String) -> GatewayResponse {
        record.write(.failed, cause: cause, to: logger)
        return .refusal(ProtocolRefusal(.internalError, text, id: message.id, status: 200))
    }

    private func answered(_ result: JSONFragment, _ message: ModelContextRequest, _ record: CallRecord) -> GatewayResponse {
        record.write(.answered, to: logger)
        return .json(Answer.result(result, to: message.id))
    }

    /// A denial is a tool's result, not an error: the model reads it, and stops.
    private func denied(_ code: String, _ reason: String, _ message: ModelContextRequest, _ record: CallRecord) -> GatewayResponse {
        record.write(.denied, cause: code, to: logger)
        let decision = record.decisionID ?? "unknown"
        let result = Self.description.textResult(
            "denied: \(reason) (decision \(decision))", failed: true,
            meta: [("cardea/decisionId", .string(decision)), ("cardea/reason", .string(code))], revision: message.revision)
        return .json(Answer.result(result, to: message.id))
    }

    private func relayed(_ answer: UpstreamAnswer, _ message: ModelContextRequest, _ record: CallRecord) -> GatewayResponse {
        let relay = AnswerRelay(request: message)
        switch answer {
        case .final(let last):
            record.write(.answered, to: logger)
            return .json(relay.bytes(of: last), status: relay.status(of: last))
        case .stream(let run):
            let logger = self.logger
            return .events { write in
                do {
                    try await run { try await write(ServerSentEvent(data: relay.bytes(of: $0)).encoded) }
                    record.write(.answered, to: logger)
                } catch let failure as UpstreamFailure {
                    record.write(.failed, cause: failure.description, to: logger)
                    let refusal = ProtocolRefusal(.internalError, "the server did not finish its answer", id: message.id)
                    try await write(ServerSentEvent(data: refusal.response).encoded)
                } catch {
                    record.write(.failed, cause: "the caller went away", to: logger)
                    throw error
                }
            }
        }
    }

    /// The address of the metadata of a resource has the well-known part before its path (RFC 9728 §3.1).
    private func metadataURL(of server: ServerEntry) -> String {
        "\(settings.publicURL)\(Self.metadataPath(tenant: settings.tenant, server: server.name))"
    }
}
