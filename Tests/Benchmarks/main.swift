import Foundation
import Hummingbird
import Logging
import Permissions

// cardea-benchmark graph N         in-process checks on N relationships, as JSON
// cardea-benchmark workload N DIR  writes DIR/relationships.txt, DIR/questions.txt and DIR/model.fga
// cardea-benchmark empty PORT      the same HTTP server with a handler that reads the body and answers a constant
// cardea-benchmark raw PORT        a constant for each piece that arrives, without HTTP

/// Nanoseconds of one call: the median over many short runs, so that a pause of the machine does not count.
func medianNanoseconds(runs: Int, callsPerRun: Int, _ body: (Int) -> Void) -> Double {
    var samples: [Double] = []
    let clock = ContinuousClock()
    for run in 0..<runs {
        let elapsed = clock.measure { for call in 0..<callsPerRun { body(run &* callsPerRun &+ call) } }
        samples.append(Double(elapsed.components.attoseconds) / 1e9 / Double(callsPerRun))
    }
    return samples.sorted()[runs / 2]
}

func benchmarkGraph(_ count: Int) throws {
    let workload = DriveWorkload(relationshipCount: count, questionCount: 30_000)
    let model = try Model(parsing: DriveWorkload.modelSource)
    let relationships = try workload.relationships.map { try Relationship(parsing: $0) }
    let graph = Graph(model: model, relationships: relationships, revision: Revision(rawValue: 1))
    let now = Date()
    var lines: [String] = []
    for kind in DriveWorkload.Kind.allCases {
        let questions = try workload.questions.filter { $0.kind == kind }.map {
            Question(
                subject: try SubjectReference(type: "user", id: $0.user), relation: "viewer",
                object: try ObjectReference(type: "doc", id: $0.document), now: now)
        }
        let expected: CheckResult = kind == .miss ? .denied : .allowed
        precondition(questions.allSatisfy { graph.check($0) == expected }, "a \(kind.rawValue) question has the wrong answer")
        var allowed = 0
        let median = medianNanoseconds(runs: 401, callsPerRun: 100) { call in
            if graph.check(questions[call % questions.count]) == .allowed { allowed += 1 }
        }
        lines.append("\"\(kind.rawValue)\": \(Int(median.rounded()))")
        precondition(kind == .miss ? allowed == 0 : allowed > 0)
    }
    print("{\"relationships\": \(relationships.count), \(lines.joined(separator: ", "))}")
}

func writeWorkload(_ count: Int, to directory: String) throws {
    let workload = DriveWorkload(relationshipCount: count, questionCount: 6_000)
    try DriveWorkload.modelSource.write(toFile: directory + "/model.fga", atomically: true, encoding: .utf8)
    try workload.relationships.joined(separator: "\n").write(toFile: directory + "/relationships.txt", atomically: true, encoding: .utf8)
    let questions = workload.questions.map { "\($0.kind == .miss ? 0 : 1) \($0.user) \($0.document)" }
    try questions.joined(separator: "\n").write(toFile: directory + "/questions.txt", atomically: true, encoding: .utf8)
}

func serveEmpty(port: Int) async throws {
    let router = Router()
    router.post("/t/:tenant/access/v1/evaluation") { request, _ -> Response in
        _ = try await request.body.collect(upTo: 65_536)
        let body = ByteBuffer(string: "{\"decision\":true}")
        return Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
    }
    var application = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
    application.logger.logLevel = .error
    try await application.runService()
}

let arguments = CommandLine.arguments
switch (arguments.dropFirst().first, arguments.count) {
case ("graph", 3): try benchmarkGraph(Int(arguments[2]) ?? 100_000)
case ("workload", 4): try writeWorkload(Int(arguments[2]) ?? 100_000, to: arguments[3])
case ("raw", 3): try await serveRaw(port: Int(arguments[2]) ?? 8098)
case ("empty", 3): try await serveEmpty(port: Int(arguments[2]) ?? 8099)
default:
    print("usage: cardea-benchmark graph N | workload N DIRECTORY | empty PORT | raw PORT")
    exit(2)
}
