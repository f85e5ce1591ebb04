/// A message of a client, read and checked as far as the protocol goes.
///
/// The order of the checks is part of the contract: JSON, JSON-RPC, era, `_meta`, headers against body, version. A client finds out from
/// the code which era a server speaks, so a check must not hide a later one's code behind its own.
package enum InboundMessage: Sendable {
    case request(ModelContextRequest)
    case notification(method: String, parameters: JSONText?)

    /// A message that came in an HTTP POST.
    package init(body: [UInt8], headers: HeaderFields, limits: JSONLimits = .standard) throws(ProtocolRefusal) {
        let headers = RoutingHeaders(fields: headers)
        switch try Self.envelope(of: body, limits) {
        case .request(let id, let method, let parameters):
            let revision = try Self.revision(id: id, method: method, parameters: parameters, headers: headers)
            self = .request(ModelContextRequest(id: id, method: method, parameters: parameters, revision: revision))
        case .notification(let method, let parameters):
            self = .notification(method: method, parameters: parameters)
        case .result, .failure:
            throw ProtocolRefusal(.invalidRequest, "an answer is not expected here: nothing was asked")
        }
    }

    /// A message that came as a line; `session` is the revision that `initialize` agreed on, if there was one.
    package init(line: [UInt8], session: ProtocolRevision?, limits: JSONLimits = .standard) throws(ProtocolRefusal) {
        switch try Self.envelope(of: line, limits) {
        case .request(let id, let method, let parameters):
            let revision = try Self.revision(id: id, method: method, parameters: parameters, session: session)
            self = .request(ModelContextRequest(id: id, method: method, parameters: parameters, revision: revision))
        case .notification(let method, let parameters):
            self = .notification(method: method, parameters: parameters)
        case .result, .failure:
            throw ProtocolRefusal(.invalidRequest, "an answer is not expected here: nothing was asked")
        }
    }

    private static func envelope(of bytes: [UInt8], _ limits: JSONLimits) throws(ProtocolRefusal) -> Envelope {
        let message: JSONText
        do {
            message = try JSONText(parsing: bytes, limits: limits)
        } catch {
            throw ProtocolRefusal(.parseError, error.description)
        }
        return try Envelope(message)
    }
}

// MARK: Which revision a request belongs to

extension InboundMessage {
    private static func revision(
        id: MessageID, method: String, parameters: JSONText?, headers: RoutingHeaders
    ) throws(ProtocolRefusal) -> ProtocolRevision {
        let header = try headers.version(for: id)
        guard isStateless(method, parameters, header: header) else { return try handshakeRevision(id: id, method: method, header: header) }
        let (version, parameters) = try statelessMeta(parameters, id: id)
        try headers.check(id: id, version: version, method: method, parameters: parameters)
        return try served(version, id: id)
    }

    private static func revision(
        id: MessageID, method: String, parameters: JSONText?, session: ProtocolRevision?
    ) throws(ProtocolRefusal) -> ProtocolRevision {
        guard isStateless(method, parameters, header: nil) else {
            if method == MethodName.initialize { return ProtocolRevision.latestWithHandshake }
            return session ?? ProtocolRevision.latestWithHandshake
        }
        let (version, _) = try statelessMeta(parameters, id: id)
        return try served(version, id: id)
    }

    private static func isStateless(_ method: String, _ parameters: JSONText?, header: String?) -> Bool {
        parameters?["_meta"]?[MetaKey.protocolVersion] != nil || method == MethodName.discover
            || header.map { ProtocolRevision.isOfStatelessEra($0) } == true
    }

    /// Both required members, of their types.
    private static func statelessMeta(_ parameters: JSONText?, id: MessageID) throws(ProtocolRefusal) -> (version: String, JSONText) {
        guard let parameters, let meta = parameters["_meta"], meta.kind == .object else {
            throw ProtocolRefusal(.invalidParameters, "`params._meta` is missing", id: id)
        }
        guard let version = meta[MetaKey.protocolVersion]?.string else {
            throw ProtocolRefusal(.invalidParameters, "`_meta` has to name the version in `\(MetaKey.protocolVersion)`", id: id)
        }
        guard meta[MetaKey.clientCapabilities]?.kind == .object else {
            throw ProtocolRefusal(.invalidParameters, "`_meta` has to carry the object `\(MetaKey.clientCapabilities)`", id: id)
        }
        return (version, parameters)
    }

    private static func served(_ version: String, id: MessageID) throws(ProtocolRefusal) -> ProtocolRevision {
        guard let revision = ProtocolRevision(rawValue: version), revision.isStateless else {
            throw .unsupportedVersion(version, id: id)
        }
        return revision
    }

    /// `initialize` says its version in the body; every later request in the header, and one without it is from before 2025-06-18.
    private static func handshakeRevision(id: MessageID, method: String, header: String?) throws(ProtocolRefusal) -> ProtocolRevision {
        guard let header else {
            guard method == MethodName.initialize else {
                throw ProtocolRefusal(.headerMismatch, "the header `\(HeaderName.protocolVersion)` is missing", id: id)
            }
            return .latestWithHandshake
        }
        guard let revision = ProtocolRevision(rawValue: header) else { throw .unsupportedVersion(header, id: id) }
        return revision
    }
}
