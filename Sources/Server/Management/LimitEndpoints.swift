import API
import Hummingbird
import Store

/// What questions of a tenant may cost and how much it may store: seen by its administrators, set by those of the instance.
struct LimitEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.get, .limits, show)
        site.on(.put, .limits, replace)
    }

    @Sendable private func show(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        return try Answer.json(LimitsBody(authority.store.limits(entry.tenant)))
    }

    @Sendable private func replace(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        // The limits keep one tenant from slowing down the others, so they are not the tenant's own to raise.
        guard entry.administrator.tenant == nil else {
            throw Refusal(.forbidden, "only an administrator of the whole instance may set the limits of a tenant")
        }
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let limits = try Self.limits(try Wire.decodeStrictly(LimitsBody.self, from: bytes))
        let before = authority.store.limits(entry.tenant)
        try await authority.store.setLimits(entry.tenant, limits)
        try await gate.audit.changed(
            entry, action: "limits.write", resource: "tenant:\(entry.tenant)", details: Self.details(from: before, to: limits))
        return try Answer.json(LimitsBody(limits))
    }

    private static func limits(_ body: LimitsBody) throws(Refusal) -> TenantLimits {
        do throws(TenantLimits.OutOfRange) {
            return try TenantLimits(body.values)
        } catch {
            let range = error.name.range
            throw Refusal(
                .invalidRequest,
                "`\(error.name.rawValue)` is \(error.value): write a number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// Each limit that is another one now, as `before -> after`.
    private static func details(from before: TenantLimits, to after: TenantLimits) -> [String: String] {
        var details: [String: String] = [:]
        for name in TenantLimits.Name.allCases where before[name] != after[name] {
            details[name.rawValue] = "\(before[name]) -> \(after[name])"
        }
        return details
    }
}

extension LimitsBody {
    init(_ limits: TenantLimits) {
        self.init(
            checkDepth: limits[.checkDepth], checkWork: limits[.checkWork], listWork: limits[.listWork],
            checkMilliseconds: limits[.checkMilliseconds], listMilliseconds: limits[.listMilliseconds],
            contextualRelationships: limits[.contextualRelationships], reachMilliseconds: limits[.reachMilliseconds],
            relationships: limits[.relationships])
    }

    /// Those that are given.
    var values: [TenantLimits.Name: Int] {
        let given: [TenantLimits.Name: Int?] = [
            .checkDepth: checkDepth, .checkWork: checkWork, .listWork: listWork, .checkMilliseconds: checkMilliseconds,
            .listMilliseconds: listMilliseconds, .contextualRelationships: contextualRelationships,
            .reachMilliseconds: reachMilliseconds, .relationships: relationships,
        ]
        return given.compactMapValues { $0 }
    }
}
