import API
import HTTPTypes
import Hummingbird
import OAuth

/// Errors of the OAuth endpoints, in the form of their RFC (RFC 6749 §5.2).
enum OAuthErrorAnswer {
    static func response(for error: OAuthError) throws -> Response {
        var headers = HTTPFields()
        for (name, value) in error.headers { headers.set(HTTPField.Name(name), value) }
        return try Answer.json(
            OAuthErrorBody(error: error.code.rawValue, errorDescription: error.description),
            status: HTTPResponse.Status(code: error.status), headers: headers)
    }
}

/// A request of an OAuth endpoint that is not a form at all; answered like every malformed OAuth request.
struct MalformedForm: Error {
    func response() throws -> Response {
        try Answer.json(
            OAuthErrorBody(error: "invalid_request", errorDescription: "send the parameters as application/x-www-form-urlencoded"),
            status: .badRequest)
    }
}
