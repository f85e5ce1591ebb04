import API
import Testing

@Suite struct `Paths` {
    @Test func `a path is filled in order`() {
        #expect(Path.user.filled("acme", "anne") == "/api/v1/tenants/acme/users/anne")
        #expect(Path.evaluation.filled("acme") == "/t/acme/access/v1/evaluation")
        #expect(Path.protectedResourceMetadata.filled("acme", "billing") == "/.well-known/oauth-protected-resource/t/acme/billing")
        #expect(Path.health.filled() == "/healthz")
    }

    @Test(arguments: [
        ("anne@example.com", "anne%40example.com"), ("a/b", "a%2Fb"), ("..", "%2E%2E"), (".", "%2E"), ("a.b", "a.b"), ("ä", "%C3%A4"),
        ("a b?#%", "a%20b%3F%23%25"), ("\u{1}", "%01"),
    ])
    func `a value stays inside its segment`(value: String, encoded: String) {
        #expect(Path.tenant.filled(value) == "/api/v1/tenants/\(encoded)")
    }

    @Test func `no two paths have the same shape`() {
        let shapes = Path.allCases.map { path in
            path.template.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : $0 }.joined(separator: "/")
        }
        #expect(Set(shapes).count == shapes.count)
    }

    @Test func `every template names its parameters`() {
        #expect(Path.client.parameterNames == ["tenant", "id"])
        for path in Path.allCases {
            #expect(path.template.hasPrefix("/"))
            #expect(path.parameterNames.allSatisfy { !$0.isEmpty })
        }
    }

    @Test func `a form is encoded`() {
        #expect(formEncoded([("scope", "a b"), ("resource", "http://x/y?z")]) == "scope=a%20b&resource=http%3A%2F%2Fx%2Fy%3Fz")
    }
}
