extension CharacterClass.CharacterSet {
    /// `\d`, `\s`, `\w`: ASCII only, as RE2 has it.
    static func perl(_ letter: Unicode.Scalar) -> CharacterClass.CharacterSet? {
        switch letter {
        case "d", "D": ascii("09")
        case "s", "S": ascii("\t\n\u{0C}\r  ")
        case "w", "W": ascii("09AZ__az")
        default: nil
        }
    }

    /// The name in `[:alpha:]`.
    static func posix(_ name: String) -> CharacterClass.CharacterSet? {
        switch name {
        case "alnum": ascii("09AZaz")
        case "alpha": ascii("AZaz")
        case "ascii": ascii("\0\u{7F}")
        case "blank": ascii("\t\t  ")
        case "cntrl": ascii("\0\u{1F}\u{7F}\u{7F}")
        case "digit": ascii("09")
        case "graph": ascii("!~")
        case "lower": ascii("az")
        case "print": ascii(" ~")
        case "punct": ascii("!/:@[`{~")
        case "space": ascii("\t\r  ")
        case "upper": ascii("AZ")
        case "word": ascii("09AZ__az")
        case "xdigit": ascii("09AFaf")
        default: nil
        }
    }

    /// The name in `\p{Greek}`: a general category, a script, or `Any`.
    static func unicode(_ name: String) -> CharacterClass.CharacterSet? {
        if name == "Any" { return .ranges([0...0x10FFFF]) }
        if let ranges = UnicodeScripts.ranges[name] { return .ranges(ranges) }
        let matching = categories.filter { name.utf8.count == 1 ? $0.key.hasPrefix(name) : $0.key == name }
        return matching.isEmpty ? nil : .categories(Set(matching.values))
    }

    /// Pairs of the first and the last character of a range.
    private static func ascii(_ pairs: String) -> CharacterClass.CharacterSet {
        let values = pairs.unicodeScalars.map(\.value)
        return .ranges(stride(from: 0, to: values.count, by: 2).map { values[$0]...values[$0 + 1] })
    }

    /// Without `Cn`: what is not assigned is in no class.
    private static let categories: [String: Unicode.GeneralCategory] = [
        "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter, "Lo": .otherLetter,
        "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark,
        "Nd": .decimalNumber, "Nl": .letterNumber, "No": .otherNumber,
        "Pc": .connectorPunctuation, "Pd": .dashPunctuation, "Ps": .openPunctuation, "Pe": .closePunctuation, "Pi": .initialPunctuation,
        "Pf": .finalPunctuation, "Po": .otherPunctuation,
        "Sm": .mathSymbol, "Sc": .currencySymbol, "Sk": .modifierSymbol, "So": .otherSymbol,
        "Zs": .spaceSeparator, "Zl": .lineSeparator, "Zp": .paragraphSeparator,
        "Cc": .control, "Cf": .format, "Cs": .surrogate, "Co": .privateUse,
    ]
}
