import API
import Configuration
import Foundation

/// The settings of one command: the command line before the environment before the configuration file.
struct Settings<Name: SettingName> {
    private let reader: ConfigReader

    init(
        flags: [Name: [String]], environment: [String: String], file: String?
    ) throws(InvalidConfiguration) {
        let fromFile = try file.map { path throws(InvalidConfiguration) in try Self.read(path) } ?? [:]
        let prefix = "CARDEA_"
        let variables = environment.filter { $0.key.hasPrefix(prefix) && !$0.value.isEmpty }
        let named = Dictionary(uniqueKeysWithValues: variables.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
        reader = ConfigReader(providers: [
            Self.provider("command line", flags),
            EnvironmentVariablesProvider(environmentVariables: named, secretsSpecifier: .all),
            Self.provider("configuration file", fromFile),
        ])
    }

    func text(_ name: Name) -> String? {
        reader.string(forKey: Self.key(name), isSecret: Name.onlyFromEnvironment.contains(name))
    }

    func list(_ name: Name) -> [String] {
        (reader.stringArray(forKey: Self.key(name)) ?? []).filter { !$0.isEmpty }
    }

    func required(_ name: Name, meaning: String) throws(InvalidConfiguration) -> String {
        guard let text = text(name) else { throw InvalidConfiguration("\(meaning) is missing: give it with \(name.names)") }
        return text
    }

    func isSet(_ name: Name) throws(InvalidConfiguration) -> Bool {
        switch text(name)?.lowercased() {
        case nil, "false", "no", "0": return false
        case "true", "yes", "1": return true
        case .some(let other): throw InvalidConfiguration("\(name.names) is `\(other)`: write `true` or `false`")
        }
    }

    func integer(_ name: Name, in range: ClosedRange<Int>) throws(InvalidConfiguration) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw InvalidConfiguration("\(name.names) is `\(text)`: write a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func key(_ name: Name) -> ConfigKey {
        ConfigKey([name.rawValue])
    }

    private static func provider(_ title: String, _ values: [Name: [String]]) -> InMemoryProvider {
        var stored: [AbsoluteConfigKey: ConfigValue] = [:]
        for (name, texts) in values where !texts.isEmpty {
            let content: ConfigContent = Name.lists.contains(name) ? .stringArray(texts) : .string(texts[texts.count - 1])
            stored[AbsoluteConfigKey([name.rawValue])] = ConfigValue(content, isSecret: Name.onlyFromEnvironment.contains(name))
        }
        return InMemoryProvider(name: title, values: stored)
    }
}

// MARK: The configuration file

extension Settings {
    /// A key nobody knows is a setting that would be ignored, so it stops the start.
    private static func read(_ path: String) throws(InvalidConfiguration) -> [Name: [String]] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InvalidConfiguration("the configuration file `\(path)` cannot be read")
        }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: Array(data))
        } catch {
            throw InvalidConfiguration("the configuration file `\(path)` is refused: \(error.message)")
        }
        guard case .object(let members) = json else {
            throw InvalidConfiguration("the configuration file `\(path)` has to be a JSON object")
        }
        var values: [Name: [String]] = [:]
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            let name = try name(of: key, in: path)
            values[name] = try texts(of: value, for: name, in: path)
        }
        return values
    }

    private static func name(of key: String, in path: String) throws(InvalidConfiguration) -> Name {
        guard let name = Name(rawValue: key) else {
            let known = Name.allCases.filter { !Name.onlyFromEnvironment.contains($0) }.map { "`\($0.rawValue)`" }.sorted()
            throw InvalidConfiguration(
                "the key `\(key)` of the configuration file `\(path)` is not known: correct or remove it; known are \(known.joined(separator: ", "))"
            )
        }
        guard !Name.onlyFromEnvironment.contains(name) else {
            throw InvalidConfiguration(
                "`\(key)` is a secret and may not stand in the configuration file `\(path)`: set `\(name.environmentVariable)` instead")
        }
        return name
    }

    private static func texts(of value: JSONValue, for name: Name, in path: String) throws(InvalidConfiguration) -> [String] {
        switch value {
        case .string(let text): return [text]
        case .bool(let bool): return [bool ? "true" : "false"]
        case .integer(let integer): return [String(integer)]
        case .number(let number): return [String(number)]
        case .array(let elements) where Name.lists.contains(name):
            let texts = elements.compactMap(\.string)
            guard texts.count == elements.count else { break }
            return texts
        case .null, .array, .object: break
        }
        throw InvalidConfiguration(
            "`\(name.rawValue)` of the configuration file `\(path)` has to be \(Name.lists.contains(name) ? "an array of strings" : "a string")"
        )
    }
}
