import Foundation
import Fuzzing
import Permissions
import Testing

@testable import ModelFiles

/// Random changes to good files: whatever comes of it is an answer, and a mistake has a place in the file.
struct FileFuzzTests {
    private static let yamlPieces = [
        ": ", "- ", "\n", "\n  ", "? ", "&a ", "*a", "&a *a", "<<: *first\n", "<<", "|\n", ">-\n", "'", "\"", "{", "}", "[", "]", ", ",
        "# ",
        "!!str ", "%YAML 1.2\n", "---\n", "...\n", "null", "~", "yes", "1e9", "0x1F", ".inf", "\t", "\u{0}", "\u{E000}", "\u{FEFF}",
        "\\u00e9",
        "é", "user:*", "*", "&", "\r\n",
    ]

    @Test(arguments: FuzzRun.all)
    func `what is read of YAML is the same when it is written as JSON and read again, as JSON and as YAML`(run: FuzzRun) throws {
        let mutation = TextMutation(corpus: try FuzzRun.corpus("stores"), pieces: Self.yamlPieces)
        var (read, refused) = (0, 0)
        for bytes in run.texts("YAML", of: mutation, usual: 1_500) {
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(FileNode.Unreadable) {
                let node = try FileNode(yaml: text)
                read += 1
                // Yams drops byte order marks at the beginning of a text, which can make two names one.
                guard !text.unicodeScalars.contains("\u{FEFF}") else { continue }
                let json = node.json
                #expect(try FileNode(json: json).json == json, "\(run): \(text.debugDescription)")
                #expect(try FileNode(yaml: json).json == json, "\(run): \(text.debugDescription)")
            } catch {
                refused += 1
                let isNamed = !error.message.isEmpty && ["invalid_yaml", "duplicate_member"].contains(error.code)
                #expect(isNamed, "\(run): \(error) \(text.debugDescription)")
            }
        }
        #expect(read > 5 && refused > 5, "the corpus no longer reaches both ends")
    }

    @Test(arguments: FuzzRun.all)
    func `a store is refused with places in its file or has one outcome`(run: FuzzRun) throws {
        let mutation = TextMutation(corpus: try FuzzRun.corpus("stores"), pieces: Self.yamlPieces)
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        var valid = 0
        for bytes in run.texts("stores", of: mutation, usual: 1_000) {
            let text = String(decoding: bytes, as: UTF8.self)
            // The YAML reader ends a last line that has no end.
            let lines = text.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 3
            do throws(InvalidModelFile) {
                let store = try StoreFile.read("store.yaml", in: ModelFolder(files: ["store.yaml": text]))
                valid += 1
                let outcomes = StoreFileTests.run(store, now: now).outcomes.map(\.description)
                #expect(outcomes == StoreFileTests.run(store, now: now).outcomes.map(\.description), "\(run): \(text.debugDescription)")
            } catch {
                #expect(!error.problems.isEmpty && error.problems.allSatisfy { $0.isPlaced(before: lines) }, "\(run): \(error)")
            }
        }
        #expect(valid > 5, "the corpus no longer reaches the tests")
    }

    @Test(arguments: FuzzRun.all)
    func `what is read of JSON is what another reader reads`(run: FuzzRun) throws {
        let mutation = TextMutation(corpus: try FuzzRun.corpus(lines: "json.txt"), pieces: SecondReader.pieces)
        var read = 0
        for bytes in run.texts("JSON files", of: mutation, usual: 4_000) {
            guard let text = String(validating: bytes, as: UTF8.self) else { continue }
            do throws(FileNode.Unreadable) {
                let node = try FileNode(json: text)
                read += 1
                guard !SecondReader.misreads(bytes) else { continue }
                #expect(SecondReader.text(of: bytes) == node.comparable, "\(run): \(text.debugDescription)")
            } catch {
                #expect(error.line != nil && error.column != nil && error.code == "invalid_json", "\(run): \(text.debugDescription)")
                guard SecondReader.text(of: bytes) != nil, !SecondReader.isLenient(towards: bytes) else { continue }
                let purposes = ["given twice", "surrogate", "nest at most", "too large"]
                #expect(purposes.contains { error.message.contains($0) }, "\(run): \(error.message) for \(text.debugDescription)")
            }
        }
        #expect(read > 5, "the corpus no longer reaches the end")
    }

    @Test(arguments: FuzzRun.all)
    func `a table is refused with its lines or is the same when written and read again`(run: FuzzRun) throws {
        let head = "user_type,user_id,user_relation,relation,object_type,object_id,condition_name,condition_context,expires_at\n"
        let table =
            head + "user,anne,,viewer,doc,1,,,\nuser,\"b,\"\"o\nb\",,viewer,doc,2,before,\"{\"\"end\"\": [1]}\",2026-01-01T00:00:00Z\r\n"
        let pieces = [",", "\"", "\"\"", "\n", "\r\n", " ", "user_id", "{}", "{\"\"a\"\":1}", "\u{0}", "é", ",,,,,,,,\n"]
        let mutation = TextMutation(corpus: [Array(table.utf8)], pieces: pieces, changes: 1...1)
        var read = 0
        for bytes in run.texts("tables", of: mutation, usual: 3_000) {
            let text = String(decoding: bytes, as: UTF8.self)
            var reading = FileReading(file: "t.csv")
            let node = TupleTable.node(text, reading: &reading)
            let lines = text.utf8.count { $0 == 0x0A } + 2
            #expect(reading.problems.allSatisfy { $0.isPlaced(before: lines) }, "\(run): \(text.debugDescription)")
            guard reading.problems.isEmpty, text.hasSuffix("\n") else { continue }
            read += 1
            #expect(try FileNode(json: node.json).json == node.json, "\(run): \(text.debugDescription)")
            var second = FileReading(file: "t.csv")
            #expect(TupleTable.node(text + "\n\n", reading: &second).json == node.json, "\(run): \(text.debugDescription)")
        }
        // One in two hundred stays good.
        #expect(read > 0, "the corpus no longer reaches the end")
    }

    @Test(arguments: FuzzRun.all)
    func `modules are refused with places in their files or are one model that survives being read again`(run: FuzzRun) throws {
        let corpus = try FuzzRun.corpus("modules")
        let pieces = [
            "module core\n", "module x\n", "extend type ", "type ", "type user\n", "  relations\n", "    define owner: [user]\n", "owner",
            "team",
            "condition weekday(day: int) {\n  day < 6\n}\n", "(", ")", " or ", " from ", "[user]", "#", "\n", "\r\n", "é", "\u{0}",
        ]
        let mutation = TextMutation(corpus: corpus, pieces: pieces, changes: 1...1)
        var (valid, refused) = (0, 0)
        for bytes in run.texts("modules", of: mutation, usual: 2_000) {
            let texts = (corpus + [bytes]).map { String(decoding: $0, as: UTF8.self) }
            let name = texts[2].contains("type user") ? "core.fga" : "pages.fga"
            let files = ["core.fga": texts[0], "pages.fga": texts[1], "fga.mod": "schema: '1.2'\ncontents: [core.fga, pages.fga]\n"]
                .merging([name: texts[2]]) { _, new in new }
            do throws(InvalidModelFile) {
                let model = try Model(file: "fga.mod", in: ModelFolder(files: files))
                valid += 1
                let again = try? Model(parsingEither: model.source)
                let isSame = again.map { ModelDifference(from: model, to: $0).isEmpty } ?? false
                #expect(isSame, "\(run): \(texts[2].debugDescription)")
            } catch {
                refused += 1
                for problem in error.problems {
                    let lines = (files[problem.file] ?? "").utf8.count { $0 == 0x0A || $0 == 0x0D } + 2
                    #expect(files[problem.file] != nil && problem.isPlaced(before: lines), "\(run): \(problem)")
                }
            }
        }
        #expect(valid > 5 && refused > 5, "the corpus no longer reaches both ends")
    }
}

extension FileProblem {
    fileprivate func isPlaced(before end: Int) -> Bool {
        !message.isEmpty && !code.isEmpty && (line.map { (0..<end).contains($0) } ?? true) && (column.map { $0 >= 0 } ?? true)
    }
}

extension FileNode {
    /// As JSON of printable ASCII; numbers as floating-point ones, since `1.0` is a whole one in JSON only.
    fileprivate var json: String {
        switch content {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): FileNode.json(number: Double(value))
        case .double(let value): FileNode.json(number: value)
        case .string(let text): FileNode.json(text)
        case .list(let nodes): "[" + nodes.map(\.json).joined(separator: ", ") + "]"
        case .object(let members): "{" + members.map { "\(FileNode.json($0.name)): \($0.value.json)" }.joined(separator: ", ") + "}"
        }
    }

    private static func json(number: Double) -> String { number == 0 ? "0" : "\(number)" }

    private static func json(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C: json += "\\\(scalar)"
            case 0x20..<0x7F, 0x10000...: json.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return json + "\""
    }

    fileprivate var comparable: String {
        switch content {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): SecondReader.text(number: Double(value))
        case .double(let value): SecondReader.text(number: value)
        case .string(let text): SecondReader.text(string: text)
        case .list(let nodes): SecondReader.text(list: nodes.map(\.comparable))
        case .object(let members): SecondReader.text(object: members.map { ($0.name, $0.value.comparable) })
        }
    }
}
