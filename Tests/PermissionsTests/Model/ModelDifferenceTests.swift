import Permissions
import Testing

struct ModelDifferenceTests {
    private static let old = """
        model
          schema 1.1
        type user
        type folder
        type doc
          relations
            define owner: [user]
            define editor: [user, group#member] or owner or admin
            define admin: [user]
            define viewer: [user with late] and editor
        type group
          relations
            define member: [user]
        condition late(hour: int) {
          hour > 17
        }

        """

    private static let new = """
        model
          schema 1.2
        type user
        type group
          relations
            define member: [user]
        type doc
          relations
            define editor: [user, user:*] or admin or owner
            define owner: [user]
            define admin: [user] or owner
            define reader: editor
            define viewer: [user with late, user with early] and editor
        type page
          relations
            define doc: [doc]
        condition early(hour: int) {
          hour < 9
        }
        condition late(hour: int, day: string) {
          hour > 18 &&
            day != "Sunday"
        }

        """

    @Test
    func `every change is one line, and another order is none`() throws {
        let old = try Model(parsing: Self.old)
        let new = try Model(parsing: Self.new)
        #expect(
            ModelDifference(from: old, to: new).changes.map(\.description) == [
                "~ schema: was `1.1`, is `1.2`",
                "- type folder",
                "- relation doc#editor: accepts `group#member`",
                "+ relation doc#editor: accepts `user:*`",
                "~ relation doc#admin: was `[…]`, is `[…] or owner`",
                "+ relation doc#viewer: accepts `user with early`",
                "+ relation doc#reader: editor",
                "+ type page",
                "+ relation page#doc: [doc]",
                "~ condition late: was `(hour: int)`, is `(day: string, hour: int)`",
                "~ condition late: was `hour > 17`, is `hour > 18 && day != \"Sunday\"`",
                "+ condition early: (hour: int) { hour < 9 }",
            ])
        #expect(ModelDifference(from: new, to: old).changes.count == 11)
    }

    @Test
    func `a model does not differ from its other forms`() throws {
        let model = try Model(parsing: Self.new)
        #expect(ModelDifference(from: model, to: try Model(json: Array(model.jsonText().utf8))).isEmpty)
        #expect(ModelDifference(from: model, to: try Model(parsing: model.dslText())).isEmpty)
    }
}
