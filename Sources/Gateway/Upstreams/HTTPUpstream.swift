import MCP
import Synchronization

/// An MCP server over streamable HTTP.
///
/// The stateless revision is tried first, once; a server that does not speak it gets a session for each principal, never one for several,
/// because it may keep state in it. A tool call is never sent twice: only what was certainly not understood is said again.
final class HTTPUpstream: Upstream {
    private struct Session: Sendable {
        let id: String?
        let version: String
    }

    private static let sessionLimit = 10_000

    private let endpoint: HTTPEndpoint
    private let era = Mutex<UpstreamEra?>(nil)
    private let sessions = GenerationalCache<String, Session>(capacity: sessionLimit)
    private let lastID = Mutex<Int64>(0)

    init(endpoint: HTTPEndpoint) {
        self.endpoint = endpoint
    }

    func send(_ request: UpstreamRequest) async throws -> UpstreamAnswer {
        switch try await knownEra(request.requestID) {
        case .stateless: try await sendStateless(request)
        case .handshake: try await sendInSession(request)
        }
    }

    func close() async {}

    private func nextID() -> Int64 {
        lastID.withLock { last in
            last += 1
            return last
        }
    }

    // MARK: 2026-07-28

    private func knownEra(_ requestID: String) async throws -> UpstreamEra {
        if let era = era.withLock({ $0 }) { return era }
        let id = nextID()
        let reply = try await endpoint.post(
            WireRequest.stateless(UpstreamEra.discovery, id: id), Self.statelessHeaders(UpstreamEra.discovery), id: id, requestID: requestID
        )
        guard reply.status < 500, ![401, 403].contains(reply.status) else { throw UpstreamFailure.status(reply.status) }
        let found = if let answer = reply.answer { UpstreamEra(discovered: try await answer.last()) } else { UpstreamEra.handshake }
        era.withLock { $0 = found }
        return found
    }

    private func sendStateless(_ request: UpstreamRequest) async throws -> UpstreamAnswer {
        let id = nextID()
        let reply = try await endpoint.post(
            WireRequest.stateless(request, id: id), Self.statelessHeaders(request), id: id, requestID: request.requestID)
        if let answer = reply.answer { return answer }
        // It may have been replaced by an older one: find out anew next time.
        if 400..<500 ~= reply.status { era.withLock { $0 = nil } }
        throw UpstreamFailure.status(reply.status)
    }

    private static func statelessHeaders(_ request: UpstreamRequest) -> [(name: String, value: String)] {
        var headers = [(HeaderName.protocolVersion, ProtocolRevision.july2026.rawValue), (HeaderName.method, request.method)]
        if let name = request.name { headers.append((HeaderName.name, HeaderText.encoded(name))) }
        return headers.map { (name: $0.0, value: $0.1) } + request.parameterHeaders
    }

    // MARK: With a handshake

    private func sendInSession(_ request: UpstreamRequest) async throws -> UpstreamAnswer {
        let session = try await session(of: request)
        let reply = try await post(request, in: session)
        guard reply.status == 404, session.id != nil else { return try answer(reply) }
        // The session has ended, so the request was not carried out (2025-11-25, streamable HTTP).
        sessions[request.principal] = nil
        return try answer(try await post(request, in: try await self.session(of: request)))
    }

    private func post(_ request: UpstreamRequest, in session: Session) async throws -> HTTPEndpoint.Reply {
        let id = nextID()
        return try await endpoint.post(
            WireRequest.inSession(request, id: id), Self.headers(of: session), id: id, requestID: request.requestID)
    }

    private func answer(_ reply: HTTPEndpoint.Reply) throws -> UpstreamAnswer {
        guard let answer = reply.answer else { throw UpstreamFailure.status(reply.status) }
        return answer
    }

    private func session(of request: UpstreamRequest) async throws -> Session {
        if let session = sessions[request.principal] { return session }
        let id = nextID()
        let reply = try await endpoint.post(WireRequest.initialize(id: id), [], id: id, requestID: request.requestID)
        guard case .result(let result)? = try await reply.answer?.last(), let version = result["protocolVersion"]?.string,
            let revision = ProtocolRevision(rawValue: version), !revision.isStateless
        else { throw UpstreamFailure.notUnderstood("no common version of the protocol") }
        let session = Session(id: reply.session, version: version)
        _ = try await endpoint.post(
            WireRequest.notification(MethodName.initialized), Self.headers(of: session), id: nil, requestID: request.requestID)
        sessions[request.principal] = session
        return session
    }

    private static func headers(of session: Session) -> [(name: String, value: String)] {
        [(name: HeaderName.protocolVersion, value: session.version)] + (session.id.map { [(name: HeaderName.session, value: $0)] } ?? [])
    }
}
