/// What introspection answers (RFC 7662 section 2.2); an inactive token is nothing but inactive.
package struct IntrospectionResponse: Codable, Sendable, Equatable {
    package var active: Bool
    package var scope: String?
    package var client_id: String?
    package var username: String?
    package var token_type: String?
    package var exp: Int?
    package var iat: Int?
    package var sub: String?
    package var aud: String?
    package var iss: String?
    package var jti: String?

    package static let inactive = IntrospectionResponse(active: false)
}
