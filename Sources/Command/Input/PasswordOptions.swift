import API
import ArgumentParser

/// Where a new password comes from; without an option it is asked for at the terminal.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Read the password from the first line of standard input.")
    var passwordStdin = false

    @Option(help: ArgumentHelp("Read the password from the first line of this file.", valueName: "file"))
    var passwordFile: String?

    @Flag(help: "Make a password and show it once.")
    var generatePassword = false

    func validate() throws {
        let given = [passwordStdin, passwordFile != nil, generatePassword].filter { $0 }.count
        guard given <= 1 else {
            throw ValidationError("only one of --password-stdin, --password-file and --generate-password can be given")
        }
    }

    func secret(using generator: inout some RandomNumberGenerator) throws -> SecretText {
        if generatePassword { return GeneratedPassword.make(using: &generator) }
        if passwordStdin { return try SecretInput.fromStandardInput(what: "password") }
        if let passwordFile { return try SecretInput.fromFile(passwordFile, what: "password") }
        return try SecretInput.fromTerminal(
            what: "password", otherwise: "give --password-stdin, --password-file or --generate-password")
    }
}
