import Foundation
import Permissions
import Testing

@testable import ModelFiles

struct StoreFileReadingTests {
    private static let model = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user]
        type doc
          relations
            define viewer: [user, user:*, group#member, user with before]
            define blocked: [user]
            define can_view: viewer but not blocked
        condition before(now: timestamp, end: timestamp) {
          now < end
        }

        """

    private func store(_ rest: String) -> [String: String] {
        ["model.fga": Self.model, "store.fga.yaml": "name: Test\nmodel_file: ./model.fga\n" + rest]
    }

    private func problems(_ files: [String: String]) -> [String] {
        do {
            _ = try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files))
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test
    func `relationships come from the file and from YAML, JSON and tables beside it`() throws {
        var files = store(
            """
            tuples:
              - {user: "user:anne", relation: viewer, object: doc:1}
            tuple_files: [tuples/more.yaml, tuples/more.json, tuples/more.csv]
            tests:
              - tuple_file: tuples/test.yaml
                tuples:
                  - user: user:eve
                    relation: blocked
                    object: doc:1
                check:
                  - users: [user:anne, user:bob]
                    objects: [doc:1, doc:2]
                    assertions: {blocked: false}
                  - user: user:carl
                    object: doc:3
                    context: {now: 2026-01-01T00:00:00Z}
                    assertions:
                      viewer: true
                list_objects:
                  - user: user:dan
                    type: doc
                    assertions:
                      viewer: [doc:2, doc:4]
                list_users:
                  - object: doc:4
                    user_filter: [{type: user}]
                    assertions:
                      can_view:
                        users: [user:dan]
                  - object: doc:5
                    user_filter: [{type: user}]
                    assertions:
                      can_view:
                        users: ["user:*"]

            """)
        files["tuples/more.yaml"] = "- user: user:bob\n  relation: viewer\n  object: doc:1\n"
        files["tuples/more.json"] = #"[{"user": "group:g#member", "relation": "viewer", "object": "doc:4"}]"#
        files["tuples/more.csv"] = """
            user_type,user_id,user_relation,relation,object_type,object_id,condition_name,condition_context
            user,dan,,member,group,g,,
            user,"dan",,viewer,doc,2,,
            user,carl,,viewer,doc,3,before,"{""end"": ""2026-02-01T00:00:00Z""}"

            """
        files["tuples/test.yaml"] = "- {user: 'user:*', relation: viewer, object: doc:5}\n"
        for folder in [true, false] {
            let read =
                folder
                ? try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files))
                : try withDirectory(files) { try StoreFile.read(path: $0 + "/store.fga.yaml") }
            #expect(read.name == "Test")
            #expect(read.tuples.count == 6)
            let report = StoreFileTests.run(read, now: Date(timeIntervalSince1970: 1_790_000_000))
            // `doc:5` is for everybody, so that it belongs to what dan can view.
            #expect(report.failures.map(\.kind) == [.listObjects])
            #expect(report.failures.first?.reason == "not expected [doc:5]")
            #expect(report.outcomes.count == 8)
        }
    }

    @Test
    func `an assertion that does not hold says what was answered and why`() throws {
        let files = store(
            """
            tuples:
              - {user: user:anne, relation: viewer, object: doc:1}
              - {user: user:anne, relation: blocked, object: doc:1}
              - {user: user:bob, relation: viewer, object: doc:2, condition: {name: before, context: {end: "2026-02-01T00:00:00Z"}}}
            tests:
              - name: first
                check:
                  - user: user:anne
                    object: doc:1
                    assertions: {can_view: true, viewer: true, owner: false}
                  - user: user:bob
                    object: doc:2
                    assertions: {viewer: false}
                list_users:
                  - object: doc:2
                    user_filter: [{type: user}]
                    assertions: {viewer: {users: []}}

            """)
        let report = StoreFileTests.run(
            try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files)), now: Date(timeIntervalSince1970: 0))
        #expect(report.outcomes.map(\.passed) == [false, true, false, false, false])
        #expect(!report.passed)
        let first = try #require(report.failures.first)
        #expect(first.description.hasPrefix("first: check user:anne can_view doc:1: expected true, got false; "))
        #expect(first.reason?.contains("blocked") == true, "\(first)")
        #expect(report.failures.dropFirst().allSatisfy { $0.got.hasPrefix("error: ") })
    }

    @Test
    func `all mistakes are named at once, each with its place`() {
        let files = store(
            """
            colour: red
            tuples:
              - {user: user:anne, relation: owner, object: doc:1}
              - {user: anne, relation: viewer, object: doc:1}
              - {user: user:anne, object: doc:1}
              - nothing
            tuple_file: missing.yaml
            tests:
              - chekc: []
                check:
                  - user: user:anne
                    users: [user:bob]
                    object: doc:1
                    assertions: {viewer: "maybe"}
                list_users:
                  - object: doc:1
                    user_filter: []

            """)
        let found = problems(files)
        let expected = [
            "store.fga.yaml:3:9: `colour`: remove or correct `colour`",
            "store.fga.yaml:5:5: `tuples[0]`: the type `doc` has no relation `owner`",
            "store.fga.yaml:6:5: `tuples[1]`: `anne`",
            "store.fga.yaml:7:5: `tuples[2].relation`: add the member",
            "store.fga.yaml:8:5: `tuples[3]`: write a mapping, found `nothing`",
            "missing.yaml: the file does not exist",
            "store.fga.yaml:11:12: `tests[0].chekc`: remove or correct `chekc`",
            "store.fga.yaml:13:9: `tests[0].check[0]`: give either `user` or `users`",
            "store.fga.yaml:16:30: `tests[0].check[0].assertions.viewer`: write true or false",
            "store.fga.yaml:18:9: `tests[0].list_users[0].assertions`: add `assertions`",
            "store.fga.yaml:19:22: `tests[0].list_users[0].user_filter`: give a filter",
        ]
        #expect(found.count == expected.count)
        for (found, expected) in zip(found, expected) { #expect(found.hasPrefix(expected), "\(found)") }
    }

    @Test
    func `what upstream reads is read: words for true and false, lists of nothing, filters after the first, anchors`() throws {
        let files = store(
            """
            tuples:
              - &anne {user: user:anne, relation: viewer, object: doc:1}
              - {<<: *anne, object: doc:2}
            tests:
              - check:
                  - user: user:anne
                    object: doc:2
                    assertions: {viewer: yes, blocked: off, can_view: "on"}
                list_objects:
                  - user: user:bob
                    type: doc
                    assertions:
                      viewer:
                list_users:
                  - object: doc:1
                    user_filter:
                      - type: user
                      - type: group
                        relation: member
                    assertions:
                      viewer: {users: [user:anne]}
                      blocked:

            """)
        let read = try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files))
        let report = StoreFileTests.run(read, now: Date(timeIntervalSince1970: 0))
        #expect(report.outcomes.count == 6)
        #expect(report.failures.map(\.description) == [])
        #expect(read.warnings.map(\.code) == ["filters_not_used"])
        #expect(
            read.warnings.first?.description.hasPrefix("store.fga.yaml:20:13: `tests[0].list_users[0].user_filter[1]`: only the first")
                == true)
    }

    @Test
    func `what the model probably does not mean is a warning of the file it stands in`() throws {
        let unused = "condition late(now: timestamp) {\n  now > timestamp('2026-01-01T00:00:00Z')\n}\n"
        var files = store("")
        files["model.fga"]? += unused
        let named = try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files))
        #expect(named.warnings.map { "\($0.file):\($0.line ?? 0) \($0.code)" } == ["model.fga:15 condition_not_used"])
        let inner = (Self.model + unused).split(separator: "\n").map { "  \($0)\n" }.joined()
        let written = try StoreFile.read("store.fga.yaml", in: ModelFolder(files: ["store.fga.yaml": "model: |\n" + inner]))
        #expect(written.warnings.map { "\($0.file) \($0.code)" } == ["store.fga.yaml (model) condition_not_used"])
    }

    @Test
    func `a relationship ends at its time, seen from the present or from the time of the test`() throws {
        var files = store(
            """
            tuples:
              - {user: user:anne, relation: viewer, object: doc:1, expires_at: 2026-01-01T00:00:00Z}
            tuple_files: [more.json, more.csv]
            tests:
              - check:
                  - {users: [user:anne, user:bob, user:carl], object: doc:1, assertions: {viewer: false}}
                  - users: [user:anne, user:bob, user:carl]
                    object: doc:1
                    now: 2025-12-31T23:59:59Z
                    assertions: {viewer: true}
                list_objects:
                  - {user: user:anne, type: doc, now: "2025-12-31T23:59:59.5Z", assertions: {viewer: [doc:1]}}
                list_users:
                  - {object: doc:1, user_filter: [{type: user}], now: 2026-01-01T00:00:00Z, assertions: {viewer: {users: []}}}

            """)
        files["more.json"] = #"[{"user": "user:bob", "relation": "viewer", "object": "doc:1", "expires_at": "2026-01-01T01:00:00+01:00"}]"#
        files["more.csv"] = "user_type,user_id,relation,object_type,object_id,expires_at\nuser,carl,viewer,doc,1,2026-01-01T00:00:00Z\n"
        let read = try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files))
        let report = StoreFileTests.run(read, now: Date(timeIntervalSince1970: 1_790_000_000))
        #expect(report.outcomes.count == 8)
        #expect(report.failures.map(\.description) == [])
        files["more.csv"] = "user_type,user_id,relation,object_type,object_id,expires_at\nuser,carl,viewer,doc,1,tomorrow\n"
        #expect(problems(files) == ["more.csv:2: `[0].expires_at`: write a time such as `2026-12-31T00:00:00Z`, found `tomorrow`"])
    }

    @Test
    func `relationships come from lines of JSON, each mistake with its line`() throws {
        var files = store(
            """
            tuple_file: more.jsonl
            tests:
              - check:
                  - {users: [user:anne, user:bob], object: doc:1, assertions: {viewer: true}}

            """)
        files["more.jsonl"] =
            "{\"user\":\"user:anne\",\"relation\":\"viewer\",\"object\":\"doc:1\"}\r\n\n"
            + "  {\"user\":\"user:bob\",\"relation\":\"viewer\",\"object\":\"doc:1\"}"
        let report = StoreFileTests.run(try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files)), now: Date())
        #expect(report.outcomes.count == 2 && report.failures.map(\.description) == [])
        files["more.jsonl"] = "\n{\"user\":\"user:anne\"}\n{\"user\":}\n"
        #expect(problems(files).count == 1 && problems(files)[0].hasPrefix("more.jsonl:3:9: "), "\(problems(files))")
        files["more.jsonl"] = "\n\n{\"user\":\"user:anne\",\"relation\":\"viewer\"}\n"
        #expect(problems(files) == ["more.jsonl:3:1: `[0].object`: add the member"])
        files = store("tuple_file: more.toml\n")
        files["more.toml"] = "[]"
        #expect(problems(files).first?.contains("name a file of relationships that ends in") == true)
    }

    @Test
    func `a table may begin with a byte order mark, and a quote stands around a whole cell`() throws {
        let header = "user_type,user_id,relation,object_type,object_id\n"
        var files = store(
            "tuple_file: t.csv\ntests:\n  - check:\n      - {user: user:anne, object: doc:1, assertions: {viewer: true}}\n")
        files["t.csv"] = "\u{FEFF}" + header + "user,\"anne\",viewer,doc,1\r\n"
        let report = StoreFileTests.run(try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files)), now: Date())
        #expect(report.outcomes.count == 1 && report.failures.map(\.description) == [])
        for cell in ["b\"ob", "\"bo\"b", "\"bob\"\"\"x", "\"bob\" "] {
            files["t.csv"] = header + "user,anne,viewer,doc,1\nuser,\(cell),viewer,doc,1\n"
            #expect(problems(files) == ["t.csv:3: put quotes around the whole cell, and write a quote inside twice"], "\(cell)")
        }
    }

    @Test
    func `a list has what only its question names, as the service has it`() throws {
        let model = "model\n  schema 1.1\ntype user\ntype group\n  relations\n    define member: [user, group#member]\n"
        let files = [
            "model.fga": model,
            "store.fga.yaml": """
            model_file: model.fga
            tests:
              - list_objects:
                  - {user: "group:zz#member", type: group, assertions: {member: ["group:zz"]}}
                list_users:
                  - {object: "group:zz", user_filter: [{type: group, relation: member}], assertions: {member: {users: ["group:zz#member"]}}}
                check:
                  - {user: user:anne, object: group:zz, assertions: {nothing: true}}

            """,
        ]
        let report = StoreFileTests.run(try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files)), now: Date())
        #expect(report.outcomes.count == 3)
        #expect(
            report.failures.map(\.description) == [
                "tests[0]: check user:anne nothing group:zz: expected true, got error: the type `group` has no relation `nothing`"
            ])
    }

    @Test
    func `each mistake has a code`() {
        let files = store("colour: red\ntuples: [{user: user:anne, relation: owner, object: doc:1}, {}, x]\ntuple_file: a.json\n")
        let found = #expect(throws: InvalidModelFile.self) { try StoreFile.read("store.fga.yaml", in: ModelFolder(files: files)) }
        #expect(
            found?.problems.map(\.code) == [
                "unknown_member", "relationship_refused", "missing_member", "missing_member", "missing_member", "wrong_type",
                "file_unreadable",
            ])
    }

    @Test
    func `mistakes of the model are named, those of a table with their line`() {
        var files = store("tuple_file: t.csv\n")
        files["t.csv"] =
            "user_type,user_id,relation,object_type,object_id\nuser,anne,viewer,doc,1\nuser,anne,viewer,doc\nuser,bob,owner,doc,1\n"
        #expect(problems(files).map { String($0.prefix(8)) } == ["t.csv:3: ", "t.csv:4: "].map { String($0.prefix(8)) })
        files["t.csv"] = "user_type,user_id,colour\n"
        #expect(problems(files).count == 2)
        files["model.fga"] = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define a: [usr]\n"
        #expect(problems(files).first == "model.fga:6:16: define the type `usr`, or name another one")
        #expect(problems(["store.fga.yaml": "name: x\n"]).first?.contains("add `model`") == true)
    }

    @Test(arguments: ["../secret.yaml", "/etc/passwd", "a/../../secret.yaml", "%2e%2e/secret.yaml", "..\\secret.yaml", ".", ""])
    func `a file outside of the directory is never read`(reference: String) throws {
        let files = ["inside/model.fga": Self.model, "secret.yaml": "- {user: user:anne, relation: viewer, object: doc:1}\n"]
        try withDirectory(files) { root in
            let folder = ModelFolder(directory: root + "/inside")
            #expect(throws: InvalidModelFile.self) { try TupleReader.tuples(file: reference, in: folder, model: nil) }
            #expect(throws: InvalidModelFile.self) { try Model(file: reference, in: folder) }
        }
    }

    @Test
    func `a link that leads out of the directory is never followed, and only plain files are read`() throws {
        let files = ["inside/model.fga": Self.model, "secret.yaml": "- {user: user:anne, relation: viewer, object: doc:1}\n"]
        try withDirectory(files) { root in
            try FileManager.default.createSymbolicLink(
                atPath: root + "/inside/link.yaml", withDestinationPath: root + "/secret.yaml")
            try FileManager.default.createSymbolicLink(atPath: root + "/inside/up", withDestinationPath: root)
            try FileManager.default.createSymbolicLink(atPath: root + "/inside/device.yaml", withDestinationPath: "/dev/zero")
            let folder = ModelFolder(directory: root + "/inside")
            for reference in ["link.yaml", "up/secret.yaml", "device.yaml", "up"] {
                #expect(throws: InvalidModelFile.self) { try TupleReader.tuples(file: reference, in: folder, model: nil) }
            }
            #expect(try Model(file: "./model.fga", in: folder).typeNames == ["user", "group", "doc"])
        }
    }
}
