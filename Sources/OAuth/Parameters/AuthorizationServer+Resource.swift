import Store

extension AuthorizationServer {
    /// The one audience that is asked for: a registered MCP server's resource URI, or the issuer when none is named (RFC 8707).
    ///
    /// Scheme and host are compared without case and one slash at the end is overlooked, because clients write addresses so; a prefix never
    /// matches, and the answer is always the address as it is registered.
    func resource(_ tenant: TenantID, _ parameters: FormParameters) async throws(OAuthError) -> String {
        let named = parameters.all("resource")
        guard named.count <= 1 else { throw OAuthError(.invalidTarget, "a token is for one resource; name one `resource`") }
        guard let resource = named.first else { return issuer(tenant) }
        guard resource.utf8.count <= 2000, !resource.contains("#") else { throw OAuthError(.invalidTarget, "the resource is malformed") }
        for candidate in Self.spellings(resource) {
            if candidate == issuer(tenant) { return candidate }
            let server = try await stored { try await store.server(tenant, resourceURI: candidate) }
            if let server { return server.resourceURI }
        }
        throw OAuthError(.invalidTarget, "the resource is not one of this tenant's servers")
    }

    /// The address as it was sent, then with scheme and host in lower case, then without the slash at its end.
    private static func spellings(_ resource: String) -> [String] {
        var spellings = [resource]
        let parts = resource.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].hasSuffix(":"), parts[1].isEmpty else { return spellings }
        let lowered = ([parts[0].lowercased(), "", parts[2].lowercased()] + parts.dropFirst(3).map(String.init)).joined(separator: "/")
        if lowered != resource { spellings.append(lowered) }
        if lowered.hasSuffix("/") { spellings.append(String(lowered.dropLast())) }
        return spellings
    }
}
