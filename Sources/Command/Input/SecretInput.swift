import API
import ArgumentParser
import Foundation

/// Where a secret comes from; never from an argument, because arguments are in the list of processes and in the shell's history.
enum SecretInput {
    static let maximumSize = 16 * 1024

    /// The first line of standard input.
    static func fromStandardInput(what: String) throws -> SecretText {
        try firstLine(of: TextInput.read("-", maximumSize: maximumSize), what: what)
    }

    /// The first line of a file.
    static func fromFile(_ path: String, what: String) throws -> SecretText {
        try firstLine(of: TextInput.read(path, maximumSize: maximumSize), what: what)
    }

    /// Asks twice at the terminal, without echo.
    static func fromTerminal(what: String, otherwise: String) throws -> SecretText {
        guard isatty(STDIN_FILENO) == 1 else { throw ValidationError("no \(what): \(otherwise)") }
        let first = try ask("\(what): ")
        guard try ask("\(what) again: ") == first else {
            throw Failure(code: "not_the_same", message: "the two are not the same", next: "try again")
        }
        return first
    }

    static func firstLine(of text: String, what: String) throws -> SecretText {
        // `\r\n` is one character.
        let line = text.prefix { $0 != "\n" && $0 != "\r\n" }
        guard !line.isEmpty else { throw ValidationError("the \(what) is empty") }
        return SecretText(String(line))
    }

    private static func ask(_ prompt: String) throws -> SecretText {
        FileHandle.standardError.write(Data(prompt.utf8))
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else {
            throw Failure(code: "no_terminal", message: "the terminal cannot be asked", next: "give it on standard input instead")
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        guard let line = readLine(strippingNewline: true), !line.isEmpty else { throw ValidationError("nothing was entered") }
        return SecretText(line)
    }
}
