import API
import Foundation
import HTTPTypes
import Testing

@testable import Server

/// Just enough of a browser: it keeps cookies, fills the first form of a page, and follows redirects within the service.
final class TestBrowser {
    let service: TestService
    private(set) var cookies: [String: String] = [:]
    /// Every `Set-Cookie` seen, as it was sent.
    private(set) var setCookies: [String] = []

    init(_ service: TestService) {
        self.service = service
    }

    func get(_ path: String) async throws -> TestAnswer {
        kept(try await service.send(.get, path, as: nil, headers: headers()))
    }

    func submit(_ page: TestAnswer, from path: String, _ filled: [String: String], adding extra: [String: String] = [:]) async throws
        -> TestAnswer
    {
        let form = try TestForm(page.text)
        var fields = form.fields.map { (name: $0.name, value: filled[$0.name] ?? $0.value) }
        for (name, value) in extra { fields.append((name: name, value: value)) }
        return kept(try await service.form(form.path(from: path), fields, headers: headers()))
    }

    /// Follows redirects as long as they stay at the service.
    func settled(_ answer: TestAnswer) async throws -> TestAnswer {
        var answer = answer
        for _ in 0..<4 {
            guard answer.status == 303, let location = answer.header("Location") else { break }
            let path = location.hasPrefix(TestService.baseURL) ? String(location.dropFirst(TestService.baseURL.count)) : location
            guard path.hasPrefix("/") else { break }
            answer = try await get(path)
        }
        return answer
    }

    private func headers() -> HTTPFields {
        var headers = HTTPFields()
        headers[.origin] = TestService.baseURL
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        return headers
    }

    private func kept(_ answer: TestAnswer) -> TestAnswer {
        for header in answer.headers[values: .setCookie] {
            setCookies.append(header)
            let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            guard let name = pair.first else { continue }
            cookies[String(name)] = pair.count == 2 ? String(pair[1]) : nil
        }
        return answer
    }
}

/// The first form of a page.
struct TestForm {
    let action: String
    let fields: [(name: String, value: String)]

    init(_ html: String) throws {
        let start = try #require(html.range(of: "<form"), "\(html.prefix(500))")
        let end = try #require(html.range(of: "</form>"))
        let form = String(html[start.lowerBound..<end.lowerBound])
        action = Self.attribute("action", in: String(form.prefix { $0 != ">" })) ?? ""
        fields = form.components(separatedBy: "<input").dropFirst().compactMap { piece in
            let tag = String(piece.prefix { $0 != ">" })
            guard Self.attribute("type", in: tag) != "submit", let name = Self.attribute("name", in: tag) else { return nil }
            return (name, Self.attribute("value", in: tag) ?? "")
        }
    }

    func path(from page: String) -> String {
        if action.hasPrefix(TestService.baseURL) { return String(action.dropFirst(TestService.baseURL.count)) }
        if action.hasPrefix("/") { return action }
        let directory = page.prefix { $0 != "?" }.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(directory)/\(action)"
    }

    private static func attribute(_ name: String, in tag: String) -> String? {
        guard let start = tag.range(of: " \(name)=\""), let end = tag[start.upperBound...].firstIndex(of: "\"") else { return nil }
        return String(tag[start.upperBound..<end])
            .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&#x27;", with: "'").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}
