import Store

extension AuthorizationServer {
    /// The one audience that is asked for: a registered MCP server's resource URI, or the issuer when none is named (RFC 8707).
    ///
    /// Matching is exact but for the slash of an empty path; a prefix never matches.
    func resource(_ tenant: TenantID, _ parameters: FormParameters) async throws(OAuthError) -> String {
        let named = parameters.all("resource")
        guard named.count <= 1 else { throw OAuthError(.invalidTarget, "a token is for one resource; name one `resource`") }
        guard let resource = named.first else { return issuer(tenant) }
        guard resource.utf8.count <= 2000, !resource.contains("#") else { throw OAuthError(.invalidTarget, "the resource is malformed") }
        if resource == issuer(tenant) { return resource }
        let candidates = resource.hasSuffix("/") ? [resource, String(resource.dropLast())] : [resource]
        for candidate in candidates {
            let server = try await stored { try await store.server(tenant, resourceURI: candidate) }
            if let server { return server.resourceURI }
        }
        throw OAuthError(.invalidTarget, "the resource is not one of this tenant's servers")
    }
}
