import API
import ArgumentParser
import Client

/// `cardea user`.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Make, list, disable and enable the users of a tenant.",
        discussion: "Example:\n  cardea user create anne --tenant acme",
        subcommands: [Create.self, List.self, Disable.self, Enable.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a user.",
            discussion: """
                Asks for the password unless one of the options says where it comes from.

                Example:
                  cardea user create anne --display-name 'Anne Archer' --generate-password
                """)

        @Argument(help: "The name the user signs in with, such as anne.")
        var name: String

        @Option(help: "What people call the user.")
        var displayName: String?

        @OptionGroup var password: PasswordOptions
        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            var generator = SystemRandomNumberGenerator()
            let secret = try password.secret(using: &generator)
            let body = UserCreation(name: name, displayName: displayName, password: secret)
            let created = try await connection.withService { try await $0.createUser(body, tenant: tenant) }
            let shown = CreatedUser(user: created, password: password.generatePassword ? secret : nil)
            connection.out.show(shown) { shown in
                "user \(shown.user.name) created\n" + (shown.password.map { "password, shown only now: \($0.exposed)\n" } ?? "")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the users of a tenant.", discussion: "Example:\n  cardea user list --tenant acme")

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let users = try await connection.withService { try await $0.users(tenant: tenant) }
            connection.out.show(ListBody(items: users)) { list in
                Table(
                    head: ["USER", "NAME", "CREATED", "STATE"],
                    rows: list.items.map { user in
                        [user.name, user.displayName, Wire.text(of: user.createdAt), user.disabledAt == nil ? "enabled" : "disabled"]
                    }
                ).text
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Disable a user: no sign-in, and every token refused from now on.",
            discussion: "Example:\n  cardea user disable bob --tenant acme")

        @Argument(help: "The user's name.")
        var name: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let changed = try await connection.withService { try await $0.setUser(name, disabled: true, tenant: tenant) }
            connection.out.show(changed) { "user \($0.name) disabled\n" }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enable a disabled user again.", discussion: "Example:\n  cardea user enable bob --tenant acme")

        @Argument(help: "The user's name.")
        var name: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let changed = try await connection.withService { try await $0.setUser(name, disabled: false, tenant: tenant) }
            connection.out.show(changed) { "user \($0.name) enabled\n" }
        }
    }
}

/// A created user, and its password when it was generated here.
private struct CreatedUser: Encodable {
    var user: UserBody
    var password: SecretText?

    private enum CodingKeys: String, CodingKey {
        case password
    }

    func encode(to encoder: any Encoder) throws {
        try user.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(password, forKey: .password)
    }
}
